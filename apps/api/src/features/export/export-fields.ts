import {
  type ColumnPanel,
  type ConsentChannel,
  consentCells,
  consentSourceCells,
  type contactFields,
  type opportunityFields,
  statusCells,
  type userFields,
  validityCells,
} from "@crm/contract";
import { inParis, type SheetCell } from "@crm/fields";
import { linesToRichText, richTextToLines } from "../../platform/rich-text.ts";

/** A base field in an export: where it stands in the query, what cell its value makes, and how its column looks. */
export interface ExportField {
  sql: string;
  /** What more the query needs to join for it. */
  join?: string;
  cell: (value: unknown) => SheetCell;
  width?: number;
  money?: boolean;
}

const text = (value: unknown): SheetCell => (typeof value === "string" ? value : "");
const phone = (value: unknown): SheetCell => (typeof value === "string" && value !== "" ? { phone: value } : "");
const day = (value: unknown): SheetCell => (typeof value === "string" ? { day: value } : "");
const moment = (value: unknown): SheetCell => {
  if (typeof value !== "string") return "";
  const shown = inParis(value);
  return { moment: `${shown.day}T${shown.time}` };
};
const sum = (value: unknown): SheetCell => (typeof value === "number" ? value : "");
const lines = (value: unknown): SheetCell => (typeof value === "string" && value !== "" ? richTextToLines(value) : "");
/** Rich text, where its lines alone would not bring it back. */
const html = (value: unknown): SheetCell =>
  typeof value === "string" && value !== linesToRichText(richTextToLines(value)) ? value : "";
const word =
  <Name extends string>(words: Record<Name, string>) =>
  (value: unknown): SheetCell =>
    words[value as Name] ?? "";

const plain = (sql: string, width = 20): ExportField => ({ sql, cell: text, width });
const dialled = (sql: string): ExportField => ({ sql, cell: phone, width: 20 });
const dated = (sql: string): ExportField => ({ sql, cell: day, width: 14 });
/** By name; by e-mail where several users bear it, so that an import knows which. */
const name = (user: string) =>
  plain(
    `CASE WHEN ${user}.namesakes > 1 THEN ${user}.email ELSE trim(${user}.first_name || ' ' || ${user}.last_name) END`,
    24,
  );

/**
 * The consent in force on a channel, of a contact under the alias `c`: the newest line that says what the card says, where
 * there is one before a merge's own, which proves nothing. Nor does why an address is on the suppression list. Of an
 * anonymised person nothing is told.
 */
function consent(c: string, channel: ConsentChannel): Record<"On" | "Source" | "Proof", ExportField> {
  const alias = `${c}_${channel}`;
  const join = `LEFT JOIN LATERAL (
    SELECT n.source, CASE WHEN n.source IN ('suppression', 'merge') THEN '' ELSE n.proof END AS proof,
      to_char(n.given_at AT TIME ZONE 'Europe/Paris', 'YYYY-MM-DD') AS day
    FROM consents n WHERE n.contact_id = ${c}.id AND n.channel = '${channel}' AND n.state = ${c}.${channel}_consent
      AND n.state <> 'unknown' AND ${c}.anonymised_at IS NULL
    ORDER BY n.source = 'merge', n.id DESC LIMIT 1) ${alias} ON TRUE`;
  return {
    On: { ...dated(`${alias}.day`), join },
    Source: { sql: `${alias}.source`, cell: word(consentSourceCells), width: 24, join },
    Proof: { ...plain(`${alias}.proof`, 36), join },
  };
}

/** The names of the selections in which a contact under the alias `c` is, of those that the actor may use. */
const selections = (c: string): ExportField => ({
  ...plain(`${c}_selections.names`, 28),
  join: `LEFT JOIN selection_cells ${c}_selections ON ${c}_selections."contactId" = ${c}.id`,
});

const consentFields = (c: string) => {
  const [email, sms] = [consent(c, "email"), consent(c, "sms")];
  return {
    ...{ emailConsentOn: email.On, emailConsentSource: email.Source, emailConsentProof: email.Proof },
    ...{ smsConsentOn: sms.On, smsConsentSource: sms.Source, smsConsentProof: sms.Proof },
  };
};

/** A contact under the alias `c`, who follows it under `u`. */
const contact = (c: string, u: string): Record<(typeof contactFields)[number]["field"], ExportField> => ({
  code: plain(`${c}.code`, 16),
  title: plain(`${c}.title`, 12),
  lastName: plain(`${c}.last_name`),
  firstName: plain(`${c}.first_name`),
  company: plain(`${c}.company`, 28),
  email: plain(`${c}.email`, 32),
  phone: dialled(`${c}.phone`),
  mobile: dialled(`${c}.mobile`),
  address: plain(`${c}.address`, 32),
  postalCode: plain(`${c}.postal_code`, 14),
  city: plain(`${c}.city`),
  country: plain(`${c}.country`, 14),
  notes: { sql: `${c}.notes`, cell: lines, width: 50 },
  notesHtml: { sql: `${c}.notes`, cell: html },
  owner: name(u),
  emailValidity: { sql: `${c}.email_validity::text`, cell: word(validityCells), width: 16 },
  createdAt: { sql: `${c}.created_at`, cell: moment, width: 18 },
  emailConsent: { sql: `${c}.email_consent::text`, cell: word(consentCells), width: 22 },
  smsConsent: { sql: `${c}.sms_consent::text`, cell: word(consentCells), width: 20 },
  ...consentFields(c),
  selections: selections(c),
});

const opportunity: Record<(typeof opportunityFields)[number]["field"], ExportField> = {
  code: plain("o.code", 20),
  title: plain("o.title", 36),
  contactCode: plain("c.code", 16),
  pipeline: plain("p.name"),
  stage: plain("s.label"),
  status: { sql: "o.status::text", cell: word(statusCells), width: 14 },
  statusOn: dated("o.status_on"),
  statusReason: plain("o.status_reason", 24),
  remindOn: dated("o.remind_on"),
  amount: { sql: "o.amount", cell: sum, width: 14, money: true },
  expectedOn: dated("o.expected_on"),
  notes: { sql: "o.notes", cell: lines, width: 50 },
  notesHtml: { sql: "o.notes", cell: html },
  owner: name("u"),
  createdAt: { sql: "o.created_at", cell: moment, width: 18 },
};

const user: Record<(typeof userFields)[number]["field"], ExportField> = {
  lastName: plain("u.last_name"),
  firstName: plain("u.first_name"),
  email: plain("u.email", 32),
  phone: dialled("u.phone"),
  jobTitle: plain("u.job_title"),
  organisation: plain("uo.name"),
};

/** The base fields of the panels of a record's export. Questions and stages are no fields: their columns say what they are. */
export const exportFields: Record<
  "contact" | "opportunity",
  Partial<Record<ColumnPanel, Record<string, ExportField>>>
> = {
  contact: { contact: contact("c", "u"), user },
  // `k` is its contact where the actor sees that too.
  opportunity: { opportunity, contact: contact("k", "v"), user },
};

/** The day on which a stage was reached. */
export const stageCell = day;

import { type ConsentChannel, type ConsentState, consentChannels, consentSourceCells } from "@crm/contract";
import { answersFromCells, answersSchema, fold, isDay, parseDay, type Question } from "@crm/fields";
import type { Column } from "./import-columns.ts";
import type { Reason } from "./import-kind.ts";
import { issueReason, reasonOf } from "./import-rows.ts";

/** Consents are read as questions of these types are: Oui or Non, and days as people write them in France. */
export const consentTypes = {
  emailConsent: { type: "boolean", config: {} },
  smsConsent: { type: "boolean", config: {} },
  consentOn: { type: "date", config: {} },
  consentProof: { type: "long-text", config: { maxLength: 5000 } },
  emailConsentOn: { type: "date", config: {} },
  emailConsentSource: { type: "text", config: { maxLength: 255 } },
  emailConsentProof: { type: "long-text", config: { maxLength: 5000 } },
  smsConsentOn: { type: "date", config: {} },
  smsConsentSource: { type: "text", config: { maxLength: 255 } },
  smsConsentProof: { type: "long-text", config: { maxLength: 5000 } },
} as const;
type Said = Partial<Record<ConsentField, string> & Record<`${ConsentChannel}Consent`, boolean>>;
type ConsentField = Exclude<keyof typeof consentTypes, `${ConsentChannel}Consent`>;

/** What our own exports tell of one channel's consent; who fills a file in tells it once for both. */
export const tellsOneChannel = (field: string): boolean => /^(email|sms)Consent(On|Source|Proof)$/.test(field);

/** What other programs say of being written to: who left, whose address fails, and what the contact is there. */
const told = ["emailOptOut", "smsOptOut", "subscription", "bounced", "validity"] as const;

export const tellsElsewhere = (field: string): boolean => (told as readonly string[]).includes(field);

/** Whether a column tells of consents or of whether an address can be written to. */
export const tellsConsent = (field: string): boolean => field in consentTypes || tellsElsewhere(field);

/** What a row says of being written to, and since when. */
export interface SaidConsent {
  channel: ConsentChannel;
  /** "unknown": the row brings another number, and does not say that it may be written to. */
  state: ConsentState;
  /** A day; null: the day of the import. */
  on: string | null;
  proof: string;
  /** Of the column that says so. */
  field: string;
}

export interface SaidConsents {
  consents: SaidConsent[];
  /** The field of the column that says that nothing reaches the e-mail; null: none does. */
  invalid: string | null;
  reasons: Reason[];
}

const words = (text: string) => new Set(text.split(",").map((word) => word.trim()));
const no = words("non,no,false,faux,0,n,-,aucun,none,never");
const statuses: [Set<string>, "withdrawn" | "granted" | "invalid"][] = [
  [
    words(
      "unsubscribed,opted out,opt out,opted-out,opt-out,optout,desinscrit,desinscrite,desabonne,desabonnee,blocklisted,blacklisted,sur liste noire,complained,spam complaint,plainte",
    ),
    "withdrawn",
  ],
  [words("subscribed,opted in,opt in,opted-in,opt-in,enabled,confirmed,inscrit,inscrite,abonne,abonnee"), "granted"],
  [words("cleaned,bounced,hard bounce,hard bounced,invalid,undeliverable,non valide,nettoye,rejete"), "invalid"],
];
const statusOf = (cell: string) => statuses.find(([named]) => named.has(fold(cell)))?.[1];

/**
 * What proves a consent here: beside its proof, where the application that this file comes from had it. Where it comes from
 * alone proves that somebody left, never that somebody joined.
 */
function proofOf(given: Said, channel: ConsentChannel, yes: boolean | undefined): string {
  const proof = given[`${channel}ConsentProof`] ?? given.consentProof ?? "";
  const source = given[`${channel}ConsentSource`] ?? "";
  if (source === "" || source === consentSourceCells.import) return proof;
  if (proof === "") return yes === false ? source : "";
  return `${source} : ${proof}`;
}

/**
 * What a row says of consents. A blank cell says nothing, whatever the options: nobody withdraws by saying nothing. Who left
 * elsewhere withdraws here, whatever another column says.
 */
export function consentsJudge(columns: Column[], today: string): (cells: string[]) => SaidConsents {
  const read = columns.filter(({ field }) => field !== undefined && tellsConsent(field));
  const own = read.filter(({ field }) => field !== undefined && field in consentTypes);
  const asked = own.map(({ field }) => ({
    ...consentTypes[field as keyof typeof consentTypes],
    ...{ id: field, code: field },
  })) as Question[];
  const column = (field: string) => read.find((one) => one.field === field);
  const schema = answersSchema(asked);
  /** What a cell says beside « no »: that somebody left, perhaps when. */
  const left = (field: string, cells: string[]): Pick<SaidConsent, "on" | "proof" | "field"> | null => {
    const from = column(field);
    const cell = (from && cells[from.index])?.trim() ?? "";
    if (!from || cell === "" || no.has(fold(cell))) return null;
    const day = parseDay(cell);
    return { on: isDay(day) && day <= today ? day : null, proof: `${from.header} : ${cell}`.slice(0, 255), field };
  };
  return (cells) => {
    if (read.length === 0) return { consents: [], invalid: null, reasons: [] };
    const written = Object.fromEntries(own.map(({ field, index }) => [field, cells[index]]));
    const result = schema.safeParse(answersFromCells(asked, written));
    const reasons = (result.error?.issues ?? []).map((issue) => issueReason(column(String(issue.path[0])), issue));
    const given = (result.data ?? {}) as Said;
    for (const field of ["consentOn", "emailConsentOn", "smsConsentOn"] as const)
      if ((given[field] ?? "") > today) reasons.push(reasonOf(column(field), "inFuture"));
    const status = left("subscription", cells);
    const means = status && statusOf(cells[column("subscription")?.index ?? -1] ?? "");
    const consents = consentChannels.flatMap((channel): SaidConsent[] => {
      const optOut = left(`${channel}OptOut`, cells) ?? (channel === "email" && means === "withdrawn" ? status : null);
      if (optOut) return [{ channel, state: "withdrawn", ...optOut }];
      const field = `${channel}Consent` as const;
      const yes = given[field];
      const on = given[`${field}On`] ?? given.consentOn ?? null;
      const proof = proofOf(given, channel, yes);
      if (yes !== undefined) return [{ channel, state: yes ? "granted" : "withdrawn", on, proof, field }];
      // What another program calls subscribed is no proof.
      return channel === "email" && means === "granted"
        ? [{ channel, state: "granted", on, proof, field: "subscription" }]
        : [];
    });
    const validity = cells[column("validity")?.index ?? -1] ?? "";
    const fails = statusOf(validity) === "invalid" ? "validity" : null;
    const invalid = left("bounced", cells)?.field ?? (means === "invalid" ? "subscription" : fails);
    return { consents, invalid, reasons };
  };
}

import { type AuditChange, type ConsentState, validityCells } from "@crm/contract";
import { type Answers, emailKey, type Question } from "@crm/fields";
import { isOtherNumber } from "../consent/sms-consent.service.ts";
import { changesOf, normaliseWritten } from "../contact/contact.service.ts";
import { answerChanges } from "../question/answers.service.ts";
import { withComment } from "./comment.ts";
import type { SaidConsent } from "./contact-consents.ts";
import type { JoinedList } from "./contact-lists.ts";
import type { ContactRow } from "./contact-rows.ts";
import type { Before, Changed } from "./import-kind.ts";
import { answersBefore, answersPutBack, answersWith, withoutEchoes } from "./import-rows.ts";
import { mendPostalCode } from "./postal-code.ts";

/** What an import reads and writes of a contact. */
export interface ImportedContact {
  title: string;
  lastName: string;
  firstName: string;
  company: string;
  email: string;
  emailValidity: "valid" | "invalid" | "unverified";
  emailCheckedAt: string | null;
  phone: string;
  mobile: string;
  address: string;
  postalCode: string;
  city: string;
  country: string;
  notes: string;
  answers: Answers;
  /** What the row says of being written to, and may say: written behind everything else. */
  consents?: SaidConsent[];
  /** Selections that it goes into, and is not in yet: written behind everything else, too. */
  lists?: JoinedList[];
}

/** A contact that is there, or one to write. */
export interface KnownContact extends ImportedContact {
  id: string;
  code: string;
  version: number;
  emailConsent: ConsentState;
  smsConsent: ConsentState;
}

const unverified = { emailValidity: "unverified", emailCheckedAt: null } as const;
/** Of an e-mail that is known elsewhere to reach nobody. */
const failing = (now: string) => ({ emailValidity: "invalid", emailCheckedAt: now }) as const;

const blank = {
  title: "",
  lastName: "",
  firstName: "",
  company: "",
  phone: "",
  mobile: "",
  address: "",
  postalCode: "",
  city: "",
  country: "",
  notes: "",
};

/** A new contact; questions that the row leaves blank take their default answer, unless blank cells erase. */
export function newContact(read: ContactRow, defaults: Answers, now: string): ImportedContact {
  return {
    ...blank,
    ...(read.invalid === null ? unverified : failing(now)),
    ...essentialsOf(read, null).essentials,
    notes: read.comment?.html ?? "",
    email: read.email,
    answers: answersWith(defaults, read.answers),
    consents: consentsOf(read, null).said,
  };
}

/** What a row says of a contact's essentials, its postal code mended where a spreadsheet ate its zero, and how that was. */
export function essentialsOf(read: ContactRow, known: KnownContact | null) {
  const essentials = normaliseWritten(read.essentials);
  const { postalCode } = essentials;
  if (postalCode === undefined) return { essentials, mended: null };
  const mended = mendPostalCode({
    ...{ postalCode, stored: known?.postalCode ?? "" },
    country: essentials.country || known?.country || "",
    city: essentials.city || known?.city || "",
    phones: [essentials.phone || known?.phone || "", essentials.mobile || known?.mobile || ""],
  });
  return { essentials: { ...essentials, postalCode: mended.postalCode }, mended };
}

/**
 * What of a row's consents is new, and what it says in vain: « Oui » for who withdrew, or whose address is on the suppression
 * list, is subscribed again by nobody but themselves; « Oui » without what proves it subscribes nobody.
 */
export function consentsOf(read: ContactRow, known: KnownContact | null) {
  const states = { email: known?.emailConsent ?? "unknown", sms: known?.smsConsent ?? "unknown" };
  const said: SaidConsent[] = [];
  const inVain: { consent: SaidConsent; rule: "staysWithdrawn" | "smsNoMobile" | "consentUnproved" }[] = [];
  const { mobile = known?.mobile ?? "" } = essentialsOf(read, known).essentials;
  // What was allowed for one number is not for another one, unless the row says so.
  if (known?.smsConsent === "granted" && isOtherNumber(known.mobile, mobile)) {
    states.sms = "unknown";
    if (!read.consents.some(({ channel }) => channel === "sms"))
      said.push({ channel: "sms", state: "unknown", on: null, proof: "", field: "mobile" });
  }
  for (const consent of read.consents) {
    const { channel, state, proof } = consent;
    const out = states[channel] === "withdrawn" || read.suppressed?.includes(channel) === true;
    if (channel === "sms" && state === "granted" && mobile === "") inVain.push({ consent, rule: "smsNoMobile" });
    else if (out && state === "granted") inVain.push({ consent, rule: "staysWithdrawn" });
    else if (out || state === states[channel]) continue;
    else if (state === "granted" && proof === "") inVain.push({ consent, rule: "consentUnproved" });
    else said.push(consent);
  }
  return { said, inVain };
}

/** The contact once the row's cells are written over it, what that changes, and what it was before; null: nothing changes. */
export function mergeInto(
  before: KnownContact,
  read: ContactRow,
  { questions, now, lists }: { questions: Question[]; now: string; lists: JoinedList[] },
): Changed<KnownContact> | null {
  const written = {
    ...withoutEchoes({ ...before }, essentialsOf(read, before).essentials),
    // The other form of an address is no other address.
    ...(["", emailKey(before.email)].includes(emailKey(read.email)) ? {} : { email: read.email }),
    ...(read.comment === undefined ? {} : { notes: withComment(before.notes, read.comment) }),
  };
  const { data, changes } = changesOf(before, written);
  const answers = answersWith(before.answers, withoutEchoes(before.answers, read.answers));
  const answered = answerChanges(questions, before.answers, answers);
  const { said } = consentsOf(read, before);
  const fails = read.invalid !== null && (data.email !== undefined || before.emailValidity !== "invalid");
  if (fails)
    changes.push({
      ...{ field: "emailValidity", from: validityCells[before.emailValidity], to: validityCells.invalid },
    });
  if (changes.length + answered.length + said.length + lists.length === 0) return null;
  // Another address has not been verified yet.
  const columns = { ...data, ...(data.email === undefined ? {} : unverified), ...(fails ? failing(now) : {}) };
  return {
    record: { ...before, ...columns, answers, consents: said, lists },
    before: beforeOf(before, Object.keys(columns) as (keyof ImportedContact)[], answers),
    changes: [...changes, ...answered],
  };
}

const beforeOf = (before: KnownContact, columns: (keyof ImportedContact)[], answers: Answers): Before => ({
  fields: Object.fromEntries(columns.map((column) => [column, before[column]])),
  answers: answersBefore(before.answers, answers),
});

/** A changed contact put back, and what that changes. */
export function putBack(
  now: KnownContact,
  { fields, answers }: Before,
  questions: Question[],
): { record: KnownContact; changes: AuditChange[] } {
  const { emailValidity: _, emailCheckedAt: __, ...kept } = fields;
  const written = normaliseWritten(kept);
  const record = {
    ...{ ...now, ...fields, ...written },
    answers: answersPutBack(now.answers, answers, questions),
  } as KnownContact;
  return {
    record,
    changes: [...changesOf(now, written).changes, ...answerChanges(questions, now.answers, record.answers)],
  };
}

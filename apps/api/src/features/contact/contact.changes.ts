import type { AuditChange, ContactEssentials } from "@crm/contract";
import { formatPhone, readPhone } from "@crm/fields";
import type { z } from "zod";
import { richTextToPlain, sanitiseRichText } from "../../platform/rich-text.ts";

type Essentials = z.output<typeof ContactEssentials>;
/** What a person may write on a contact besides its answers and owner. */
export type Written = Partial<Essentials & { notes: string }>;

/** Phone numbers in their E.164 form where one is recognised, notes sanitised; keys that are not given stay so. */
export function normaliseWritten(input: Written): Written {
  const { phone, mobile, notes, ...rest } = input;
  return {
    ...rest,
    ...(phone === undefined ? {} : { phone: readPhone(phone) }),
    ...(mobile === undefined ? {} : { mobile: readPhone(mobile) }),
    ...(notes === undefined ? {} : { notes: sanitiseRichText(notes) }),
  };
}

/** A value as a person reads it on a timeline; null for an empty one. */
function asText(field: keyof Written, value: string): string | null {
  if (field === "notes") return richTextToPlain(value, 200) || null;
  return (field === "phone" || field === "mobile" ? formatPhone(value) : value) || null;
}

/** What of `written` differs from a contact: the columns to write, and the same as a person reads it. */
export function changesOf(before: Required<Written>, written: Written): { data: Written; changes: AuditChange[] } {
  const fields = (Object.keys(written) as (keyof Written)[]).filter(
    (field) => written[field] !== undefined && written[field] !== before[field],
  );
  return {
    data: Object.fromEntries(fields.map((field) => [field, written[field]])),
    changes: fields.map((field) => ({
      field,
      from: asText(field, before[field]),
      to: asText(field, written[field] ?? ""),
    })),
  };
}

const mark = "à modifier";
const marked = (text: string) => (text === "" || text.startsWith(mark) ? text : `${mark} ${text}`);

/**
 * The fields of a copy that carry « à modifier » (guide 2.4): last name, first name and e-mail, where there is one.
 * The e-mail is marked word for word, as the guide shows it: it is then no address, so it is stored as invalid, no campaign
 * writes to it, and the essentials can't be saved again before it is mended.
 */
export const markToChange = ({ lastName, firstName, email }: Pick<Essentials, "lastName" | "firstName" | "email">) => ({
  lastName: marked(lastName),
  firstName: marked(firstName),
  email: marked(email),
  emailValidity: "invalid" as const,
});

import type { AuditChange, OpportunityChanges, OpportunityView } from "@crm/contract";
import type { Prisma } from "@crm/db";
import { formatDay, formatNumber } from "@crm/fields";
import type { z } from "zod";
import { richTextToPlain, sanitiseRichText } from "../../platform/rich-text.ts";

/** What a person may write on an opportunity besides its answers, status and owner. */
type Written = Omit<z.output<typeof OpportunityChanges>, "version">;
type Field = keyof Written;

/** A value as a person reads it on the timeline. */
const asText: { [F in Field]-?: (value: OpportunityView[F]) => string } = {
  title: (title) => title,
  amount: (amount) => (amount === null ? "" : `${formatNumber(amount, "fr", 2, 2)} €`),
  expectedOn: (day) => (day === null ? "" : formatDay(day)),
  notes: (notes) => richTextToPlain(notes, 200),
};

const dateOf = (day: string | null) => (day === null ? null : new Date(day));

/** What of `written` differs from an opportunity: the columns to write, notes sanitised, and the same as a person reads it. */
export function changesOf(
  before: OpportunityView,
  { title, amount, expectedOn, notes }: Written,
): { data: Pick<Prisma.OpportunityUncheckedUpdateInput, Field>; changes: AuditChange[] } {
  const after = {
    title: title ?? before.title,
    amount: amount === undefined ? before.amount : amount,
    expectedOn: expectedOn === undefined ? before.expectedOn : expectedOn,
    notes: notes === undefined ? before.notes : sanitiseRichText(notes),
  };
  const changed = (["title", "amount", "expectedOn", "notes"] as const).filter(
    (field) => after[field] !== before[field],
  );
  const read = (field: Field, from: typeof after) => asText[field](from[field] as never) || null;
  return {
    data: Object.fromEntries(
      changed.map((field) => [field, field === "expectedOn" ? dateOf(after.expectedOn) : after[field]]),
    ),
    changes: changed.map((field) => ({ field, from: read(field, before), to: read(field, after) })),
  };
}

import { z } from "zod";
import { ContactFilter } from "../contact/contact.schema.ts";
import { RefusedRow } from "../import/import.schema.ts";
import { OpportunityFilter } from "../opportunity/opportunity.schema.ts";
import { errorCodes } from "../shared/error.ts";

/** Records that can be changed many at a time. */
export const bulkRecords = ["contact", "opportunity"] as const;
export type BulkRecord = (typeof bulkRecords)[number];

/** Every kind of change: of which records, and what it needs to be told. The API has one entry for each. */
export const bulkKinds = {
  assign: { records: ["contact", "opportunity"], params: z.object({ ownerId: z.uuid().nullable() }) },
  /** Null erases the answer. */
  answer: { records: ["contact", "opportunity"], params: z.object({ questionId: z.uuid(), answer: z.unknown() }) },
  /** Into a selection of contacts, or out of it. */
  select: { records: ["contact"], params: z.object({ selectionId: z.uuid() }) },
  deselect: { records: ["contact"], params: z.object({ selectionId: z.uuid() }) },
  /** Into the recycle bin. */
  delete: { records: ["contact", "opportunity"], params: z.object({}) },
  anonymise: { records: ["contact"], params: z.object({}) },
} as const satisfies Record<string, { records: readonly BulkRecord[]; params: z.ZodObject }>;
export type BulkKind = keyof typeof bulkKinds;
export const bulkKindNames = Object.keys(bulkKinds) as [BulkKind, ...BulkKind[]];

/** Records that can be named one by one; more of them are what a filter finds. */
export const bulkIdLimit = 10_000;

const selection = <R extends BulkRecord, F extends z.ZodObject>(record: R, filter: F) =>
  z.object({
    record: z.literal(record),
    kind: z.enum(bulkKindNames),
    params: z.record(z.string(), z.unknown()).default({}),
    /** These records… */
    ids: z.array(z.uuid()).min(1).max(bulkIdLimit).optional(),
    /** …or all that a filter finds, as a list asks for them, … */
    filter: filter.optional(),
    /** …but for these. */
    except: z.array(z.uuid()).max(bulkIdLimit).optional(),
  });

/** A change of many records: of `ids`, or of what `filter` finds. */
export const BulkInput = z
  .discriminatedUnion("record", [selection("contact", ContactFilter), selection("opportunity", OpportunityFilter)])
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), {
    path: ["ids"],
    params: { rule: "idsOrFilter" },
  });
export type BulkInput = z.output<typeof BulkInput>;

export const bulkStatuses = [
  "checking",
  "checked",
  "waiting",
  "running",
  "done",
  "failed",
  "cancelled",
  "undoing",
  "undone",
] as const;

/** What a file of contact codes names. Lists of codes stop after the first ones; counts are whole. */
export const BulkReport = z.object({
  /** Rows under the header. */
  rows: z.int(),
  /** Rows without a code. */
  blank: z.int(),
  /** Rows that repeat the code of an earlier one. */
  duplicates: z.int(),
  /** Rows whose code can't be told (quotes out of place, a formula without a result…), and why of the first ones. */
  unreadable: z.int().default(0),
  unreadableRows: z.array(RefusedRow).default([]),
  contacts: z.int(),
  /** Opportunities that go along with the contacts. */
  opportunities: z.int(),
  /** Codes of no contact that the person sees: of none, of others', of one in the recycle bin already. */
  unknown: z.int(),
  unknownCodes: z.array(z.string()),
});
export type BulkReport = z.infer<typeof BulkReport>;

export const BulkView = z.object({
  id: z.uuid(),
  record: z.enum(bulkRecords),
  kind: z.enum(bulkKindNames),
  params: z.record(z.string(), z.unknown()),
  status: z.enum(bulkStatuses),
  /** Records to work off: to change, or while undoing to restore. */
  total: z.int(),
  done: z.int(),
  /** Those changed, or once undone those restored. */
  changed: z.int(),
  /** Left alone: out of reach, or at undo changed since by somebody. */
  skipped: z.int(),
  /** What the file named, when the records come from one. */
  report: BulkReport.nullable(),
  failure: z.enum(errorCodes).nullable(),
  details: z.record(z.string(), z.unknown()),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  can: z.object({ cancel: z.boolean(), undo: z.boolean() }),
});
export type BulkView = z.infer<typeof BulkView>;

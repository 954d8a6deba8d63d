import { z } from "zod";
import { ContactEssentials, ContactRow, ContactView } from "../contact/contact.schema.ts";
import { line, PageQuery } from "../shared/page.ts";

/** What two contacts have in common. */
export const similarityReasons = ["email", "phone", "name", "company", "city"] as const;
export type SimilarityReason = (typeof similarityReasons)[number];

const Reasons = z.array(z.enum(similarityReasons));

/** A contact being typed: what of it may be found in another one. */
export const SimilarQuery = z.object({
  email: line(320).optional(),
  phone: line(40).optional(),
  mobile: line(40).optional(),
  lastName: line(120).optional(),
  firstName: line(120).optional(),
  company: line(200).optional(),
  city: line(120).optional(),
  /** The contact being changed, which is like itself. */
  exceptId: z.uuid().optional(),
});

export const SimilarContact = ContactRow.pick({
  id: true,
  code: true,
  lastName: true,
  firstName: true,
  company: true,
  email: true,
  city: true,
}).extend({ reasons: Reasons });
export type SimilarContact = z.infer<typeof SimilarContact>;

const Side = ContactRow.pick({
  id: true,
  code: true,
  title: true,
  lastName: true,
  firstName: true,
  company: true,
  email: true,
  phone: true,
  mobile: true,
  city: true,
  createdAt: true,
});

/** Two contacts that may be one person. */
export const DuplicatePair = z.object({ first: Side, second: Side, reasons: Reasons, score: z.int() });
export type DuplicatePair = z.infer<typeof DuplicatePair>;

/** Strongest first; counted nowhere: a pair ends as soon as somebody decides. */
export const DuplicateQuery = PageQuery.pick({ after: true, size: true });
export const DuplicatePage = z.object({ rows: z.array(DuplicatePair), next: z.string().nullable() });

export const Distinction = z.object({
  firstId: z.uuid(),
  secondId: z.uuid(),
  /** « Ce ne sont pas des doublons », or taken back. */
  distinct: z.boolean(),
});

/** One side of the merge screen: the contact, and what would move with it. */
export const MergeSide = z.object({
  contact: ContactView,
  opportunities: z.int(),
  events: z.int(),
});
export type MergeSide = z.infer<typeof MergeSide>;

export const MergePair = z.object({ first: MergeSide, second: MergeSide });
export type MergePair = z.infer<typeof MergePair>;

const essentials = Object.keys(ContactEssentials.shape) as [keyof z.output<typeof ContactEssentials>];

/** Which contact stays, and what it takes from the other; whatever is not named stays as the kept one has it. */
export const MergeInput = z.object({
  kept: z.object({ id: z.uuid(), version: z.int().positive() }),
  merged: z.object({ id: z.uuid(), version: z.int().positive() }),
  fields: z
    .array(z.enum([...essentials, "owner"]))
    .max(20)
    .default([]),
  /** Questions whose answer is the merged one's. */
  answers: z.array(z.uuid()).max(1000).default([]),
  notes: z.enum(["kept", "merged", "both"]).default("both"),
});

export const MergeView = z.object({ id: z.uuid(), contact: ContactView });
export type MergeView = z.infer<typeof MergeView>;

export const MergeUndo = z.object({
  /** The kept contact was changed since: leave it as it is, and bring the other one back with what was its own. */
  keepChanges: z.boolean().default(false),
});

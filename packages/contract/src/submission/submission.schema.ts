import { z } from "zod";
import { consentChannels } from "../consent/consent.schema.ts";
import { FormRef } from "../form/form.schema.ts";
import { CountQuery, Day, line, PageQuery } from "../shared/page.ts";

/** Where a submission comes from: the form's public page, or a file. */
export const submissionSources = ["form", "import"] as const;

/** One answer as it was given, under the label of that time. */
export const SubmissionAnswer = z.object({
  /** A name of `formFieldNames`, or a question's id. */
  key: z.string(),
  label: z.string(),
  value: z.unknown(),
  /** As a person reads it. */
  text: z.string(),
});
export type SubmissionAnswer = z.infer<typeof SubmissionAnswer>;

/** A box of the form: what it said, and whether it was ticked. */
export const SubmissionConsent = z.object({
  channel: z.enum(consentChannels),
  wording: z.string(),
  given: z.boolean(),
});
export type SubmissionConsent = z.infer<typeof SubmissionConsent>;

/** What a visitor sends. */
export const SubmissionInput = z.object({
  /** Of the form that was read. */
  version: z.int().positive(),
  /** By `FormField.key`. */
  answers: z.record(z.string().max(50), z.unknown()),
  /** The boxes that are ticked. */
  consents: z.array(z.enum(consentChannels)).max(2).default([]),
  /** The page that the visitor came from, or that the form stands in. */
  page: line(2000).default(""),
  /** What the page made up when it opened: the same answers under the same key are kept once. */
  key: z.string().max(100).default(""),
  /** Nobody sees it: whoever fills it in is a machine. */
  trap: z.string().max(500).default(""),
});
export type SubmissionInput = z.output<typeof SubmissionInput>;

/** Which submissions, of those whose contact the actor sees: the same filter for list, count and export. */
export const SubmissionFilter = z.object({
  search: line(200).optional(),
  formId: z.uuid().optional(),
  contactId: z.uuid().optional(),
  /** Days in Paris, both included. */
  from: Day.optional(),
  to: Day.optional(),
  importId: z.uuid().optional(),
});
export type SubmissionFilter = z.output<typeof SubmissionFilter>;

export const SubmissionCountQuery = SubmissionFilter.extend(CountQuery.shape);
/** The newest first. */
export const SubmissionQuery = PageQuery.extend(SubmissionFilter.shape);

/** A submission in a list. */
export const SubmissionRow = z.object({
  id: z.uuid(),
  code: z.string(),
  form: FormRef,
  /** Null: nobody's, from a file. */
  contact: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  receivedAt: z.iso.datetime(),
  source: z.enum(submissionSources),
  /** What was answered besides who it is, in one line. */
  excerpt: z.string(),
});
export type SubmissionRow = z.infer<typeof SubmissionRow>;

export const SubmissionView = SubmissionRow.extend({
  answers: z.array(SubmissionAnswer),
  consents: z.array(SubmissionConsent),
  /** The page that the visitor came from. */
  page: z.string(),
  importId: z.uuid().nullable(),
});
export type SubmissionView = z.infer<typeof SubmissionView>;

/** The days that statistics look back on, and how they are put together. */
export const submissionDays = [30, 90] as const;
export const submissionPeriods = ["day", "week"] as const;
export type SubmissionPeriod = (typeof submissionPeriods)[number];
export const SubmissionStatsQuery = z.object({
  days: z.coerce.number().pipe(z.literal(submissionDays)).default(30),
  by: z.enum(submissionPeriods).default("day"),
  formId: z.uuid().optional(),
});

/**
 * How many came in each day or week, per form, in the last `days` days with today. A week begins on Monday; the first one where
 * the days begin, so that the total and what a bar opens are the same by day and by week.
 */
export const SubmissionStats = z.object({
  total: z.int(),
  /** Those that got some, the most first. */
  forms: z.array(FormRef.extend({ count: z.int() })),
  /** All of them, the empty ones too, from the first to today. */
  periods: z.array(z.object({ from: Day, count: z.int(), forms: z.array(z.object({ id: z.uuid(), count: z.int() })) })),
});
export type SubmissionStats = z.infer<typeof SubmissionStats>;

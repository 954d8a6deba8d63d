import { z } from "zod";
import { json } from "../shared/page.ts";

/** What can have happened to a record; each has its sentence on the timeline. */
export const auditKinds = [
  "contact.created",
  "contact.imported",
  "contact.import-undone",
  "contact.duplicated",
  "contact.changed",
  "contact.answered",
  "contact.assigned",
  "contact.deleted",
  "contact.restored",
  "contact.consent",
  "contact.anonymisation-asked",
  "contact.anonymisation-cancelled",
  "contact.anonymised",
  "contact.merged",
  "contact.unmerged",
  "opportunity.created",
  "opportunity.imported",
  "opportunity.import-undone",
  "opportunity.changed",
  "opportunity.answered",
  "opportunity.assigned",
  "opportunity.status",
  "opportunity.stage-reached",
  "opportunity.stage-undone",
  "opportunity.deleted",
  "opportunity.restored",
  "action.planned",
  "action.changed",
  "action.postponed",
  "action.assigned",
  "action.done",
  "action.reopened",
  "action.deleted",
  "action.restored",
  "opportunity.duplicated",
  "submission.received",
  "interaction.created",
  "interaction.changed",
  "interaction.deleted",
  "interaction.restored",
] as const;
export type AuditKind = (typeof auditKinds)[number];

/** A field that changed: its name (or a question's id under `questionId`), the text before and after as a person reads it. */
export const AuditChange = z.object({
  field: z.string(),
  questionId: z.uuid().optional(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type AuditChange = z.infer<typeof AuditChange>;

export const AuditView = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  kind: z.enum(auditKinds),
  actor: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  opportunity: z.object({ id: z.uuid(), title: z.string() }).nullable(),
  changes: z.array(AuditChange),
  data: z.record(z.string(), z.unknown()),
});
export type AuditView = z.infer<typeof AuditView>;

/** A page of a timeline, newest first. */
export const Timeline = z.object({ rows: z.array(AuditView), next: z.string().nullable() });
export type Timeline = z.infer<typeof Timeline>;
export const TimelineQuery = z.object({
  after: z.uuid().optional(),
  size: z.coerce.number().int().min(1).max(100).default(20),
  /** Only what is of these kinds. */
  kinds: json(z.array(z.enum(auditKinds)).min(1).max(auditKinds.length)).optional(),
});

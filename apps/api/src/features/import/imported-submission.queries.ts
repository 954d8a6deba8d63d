import type { SubmissionAnswer } from "@crm/contract";
import type { Ctx } from "../../platform/context.ts";
import { submissionScope } from "../submission/submission-scope.service.ts";

/** No form is deleted until the transaction ends. */
export const holdForms = (ctx: Ctx) => ctx.db.$queryRaw`SELECT id FROM forms ORDER BY id FOR KEY SHARE`;

/** The submissions with these codes that the actor sees: those of this import got theirs just now, which no row of it means. */
export async function submissionsNamed(
  ctx: Ctx,
  importId: string,
  codes: string[],
): Promise<{ id: string; code: string }[]> {
  if (codes.length === 0) return [];
  return ctx.db.$queryRaw<{ id: string; code: string }[]>`
    SELECT s.id, s.code FROM submissions s WHERE s.code = ANY(${codes}) AND ${submissionScope(ctx.actor, "s")}
      AND s.import_id IS DISTINCT FROM ${importId}::uuid`;
}

export interface NewSubmission {
  id: string;
  formId: string;
  contactId: string;
  receivedAt: string;
  answers: SubmissionAnswer[];
}

/** Adds submissions; their codes follow the order given. */
export async function insertSubmissions(ctx: Ctx, importId: string, rows: NewSubmission[]): Promise<void> {
  if (rows.length === 0) return;
  await ctx.db.$executeRaw`
    INSERT INTO submissions (id, form_id, contact_id, received_at, answers, source, import_id, created_at)
    SELECT r.id, r."formId", r."contactId", r."receivedAt", r.answers, 'import', ${importId}::uuid, ${ctx.now()}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id uuid, "formId" uuid, "contactId" uuid, "receivedAt" timestamptz, answers jsonb)`;
}

/** Deletes submissions that the actor sees, with what timelines say of them. Gives those that were there, and whose they were. */
export async function deleteSubmissions(ctx: Ctx, ids: string[]): Promise<{ id: string; contactId: string | null }[]> {
  const gone = await ctx.db.$queryRaw<{ id: string; contactId: string | null }[]>`
    DELETE FROM submissions s WHERE s.id = ANY(${ids}::uuid[]) AND ${submissionScope(ctx.actor, "s")} RETURNING id, contact_id AS "contactId"`;
  const contactIds = gone.flatMap(({ contactId }) => contactId ?? []);
  await ctx.db.$executeRaw`
    DELETE FROM audit_events WHERE contact_id = ANY(${contactIds}::uuid[]) AND kind = 'submission.received'
      AND data ->> 'submissionId' = ANY(${gone.map(({ id }) => id)})`;
  return gone;
}

/** Code and form of submissions that the actor sees. */
export const submissionNames = (ctx: Ctx, ids: string[]) =>
  ctx.db.$queryRaw<{ id: string; code: string; name: string }[]>`
    SELECT s.id, s.code, f.name FROM submissions s JOIN forms f ON f.id = s.form_id WHERE s.id = ANY(${ids}::uuid[]) AND ${submissionScope(ctx.actor, "s")}`;

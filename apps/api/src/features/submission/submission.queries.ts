import type { SubmissionAnswer, SubmissionConsent, SubmissionFilter, SubmissionQuery } from "@crm/contract";
import { Prisma } from "@crm/db";
import { dayBoundsOf } from "@crm/fields";
import type { z } from "zod";
import type { Actor, Ctx } from "../../platform/context.ts";
import { countOf } from "../../platform/page-query.ts";
import { type Found, searchFor } from "../../platform/search.ts";
import { pageOrNear } from "../../platform/search-page.ts";
import { contactNameSql } from "../contact/contact.service.ts";
import { submissionScope } from "./submission-scope.service.ts";

/** A submission as the database gives it. */
export interface SubmissionRecord {
  id: string;
  code: string;
  form: { id: string; name: string };
  contact: { id: string; name: string } | null;
  receivedAt: Date;
  source: "form" | "import";
  answers: SubmissionAnswer[];
  consents: SubmissionConsent[];
  page: string;
  importId: string | null;
}

/** Instants are told apart by the days of Paris. */
const moment = { type: "date-time", config: {} } as const;

/**
 * Which submissions (alias s): the one condition that list, count and statistics share. Scope included. `found`: what is asked
 * of their texts instead of the filter's search.
 */
export function submissionWhere(
  actor: Actor,
  { search, formId, contactId, from, to, importId }: SubmissionFilter,
  found: Found | null = searchFor(search),
) {
  const conditions = [submissionScope(actor, "s"), found?.(Prisma.sql`s.search`) ?? Prisma.sql`TRUE`];
  if (formId !== undefined) conditions.push(Prisma.sql`s.form_id = ${formId}::uuid`);
  if (contactId !== undefined) conditions.push(Prisma.sql`s.contact_id = ${contactId}::uuid`);
  if (importId !== undefined) conditions.push(Prisma.sql`s.import_id = ${importId}::uuid`);
  if (from !== undefined) conditions.push(Prisma.sql`s.received_at >= ${dayBoundsOf(moment, from).from}::timestamptz`);
  if (to !== undefined) conditions.push(Prisma.sql`s.received_at < ${dayBoundsOf(moment, to).before}::timestamptz`);
  return Prisma.join(conditions, " AND ");
}

const table = Prisma.sql`submissions s`;
const joins = Prisma.sql`JOIN forms f ON f.id = s.form_id LEFT JOIN contacts c ON c.id = s.contact_id`;
const columns = Prisma.sql`s.id, s.code, s.received_at AS "receivedAt", s.source, s.answers, s.consents, s.page, s.import_id AS "importId",
  json_build_object('id', f.id, 'name', f.name) AS form,
  CASE WHEN c.id IS NOT NULL THEN json_build_object('id', c.id, 'name', ${contactNameSql("c")}) END AS contact`;

/** A page of submissions, the newest first; with the first page of a search, its count; what resembles it, when nothing is it. */
export const submissionPage = (ctx: Ctx, { after, size, ...filter }: z.output<typeof SubmissionQuery>) =>
  pageOrNear<SubmissionRecord>(ctx, filter.search ?? "", {
    ...{ table, joins, select: columns, after, size },
    where: (found) => submissionWhere(ctx.actor, filter, found),
    columns: [
      { sql: "s.received_at", cast: "timestamptz", direction: "desc" },
      { sql: "s.id", cast: "uuid", direction: "desc" },
    ],
    // Answers stand there as texts of JSON.
    starts: [" ", '"'],
  });

/** The number of submissions that a filter finds, at most `countCap` unless `exact`. */
export const submissionCount = (ctx: Ctx, filter: SubmissionFilter, exact: boolean) =>
  countOf(ctx.reader, table, submissionWhere(ctx.actor, filter), exact);

/** A submission, if the actor sees it. */
export async function submissionRow(ctx: Ctx, id: string): Promise<SubmissionRecord | null> {
  const [row] = await ctx.db.$queryRaw<SubmissionRecord[]>`
    SELECT ${columns} FROM ${table} ${joins} WHERE s.id = ${id}::uuid AND ${submissionScope(ctx.actor, "s")}`;
  return row ?? null;
}

/** How many came on each day of Paris that brought some, by form. */
export const submissionsByDay = (ctx: Ctx, filter: SubmissionFilter) => ctx.reader.$queryRaw<
  { day: string; id: string; name: string; count: number }[]
>`
  SELECT n.day, f.id, f.name, n.count FROM (
    SELECT to_char(s.received_at AT TIME ZONE 'Europe/Paris', 'YYYY-MM-DD') AS day, s.form_id, count(*)::int AS count
    FROM submissions s WHERE ${submissionWhere(ctx.actor, filter)} GROUP BY 1, 2) n
  JOIN forms f ON f.id = n.form_id ORDER BY n.day, sort_key(f.name), f.id`;

/** Whether a submission of this key is kept; until the transaction ends, nobody else keeps one. */
export async function isKept(ctx: Ctx, key: string): Promise<boolean> {
  await ctx.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('submission key'), hashtext(${key}))`;
  return (await ctx.db.submission.count({ where: { submissionKey: key } })) > 0;
}

/** Until the transaction ends, nobody else creates a contact from a form with this e-mail. */
export const lockEmail = (ctx: Ctx, email: string) =>
  ctx.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('submission'), hashtext(${email}))`;

/** Empties what these contacts said to forms: which form and when stays, for statistics. Gives how many said something. */
export const emptySubmissions = (ctx: Ctx, contactIds: string[]) => ctx.db.$executeRaw`
  UPDATE submissions SET answers = '[]', consents = '[]', page = ''
  WHERE contact_id = ANY(${contactIds}::uuid[]) AND (answers <> '[]' OR consents <> '[]' OR page <> '')`;

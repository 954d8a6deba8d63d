import type { ContactFilter, ExportRecord, OpportunityFilter, SubmissionAnswer, SubmissionFilter } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { RecordName } from "@crm/fields";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";
import { contactsWhere } from "../contact/contact.service.ts";
import type { Column } from "../export-template/export-columns.service.ts";
import { opportunitiesWhere } from "../opportunity/opportunity.service.ts";
import { selectionCells } from "../selection/selection.service.ts";
import { submissionsWhere } from "../submission/submission.service.ts";
import { type ExportRow, needsOf } from "./export-cells.ts";

/** Which records: what an export was asked for. */
export interface Selection {
  ids?: string[] | undefined;
  filter?: ContactFilter | OpportunityFilter | SubmissionFilter | undefined;
  except?: string[] | undefined;
}

const aliasOf: Record<ExportRecord, string> = { contact: "c", opportunity: "o", submission: "s" };
const tableOf: Record<ExportRecord, string> = {
  ...{ contact: "contacts", opportunity: "opportunities", submission: "submissions" },
};
const listed: Record<ExportRecord, (ctx: Ctx, filter: object) => Prisma.Sql | Promise<Prisma.Sql>> = {
  contact: (ctx, filter) => contactsWhere(ctx, filter as ContactFilter),
  opportunity: (ctx, filter) => opportunitiesWhere(ctx, filter as OpportunityFilter),
  submission: submissionsWhere,
};
const table = (record: ExportRecord) => Prisma.raw(`${tableOf[record]} ${aliasOf[record]}`);

/** The records of a selection that the actor sees: the very condition of the list, so that their numbers agree. */
export async function selectionWhere(
  ctx: Ctx,
  record: ExportRecord,
  { ids, filter = {}, except = [] }: Selection,
): Promise<Prisma.Sql> {
  const id = Prisma.raw(`${aliasOf[record]}.id`);
  const conditions = [await listed[record](ctx, filter)];
  if (ids) conditions.push(Prisma.sql`${id} = ANY(${ids}::uuid[])`);
  if (except.length > 0) conditions.push(Prisma.sql`${id} <> ALL(${except}::uuid[])`);
  return Prisma.join(conditions, " AND ");
}

export async function selectionCount(ctx: Ctx, record: ExportRecord, where: Prisma.Sql): Promise<number> {
  const [row] = await ctx.db.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM ${table(record)} WHERE ${where}`;
  return row.count;
}

export async function selectionExists(ctx: Ctx, record: ExportRecord, where: Prisma.Sql): Promise<boolean> {
  const rows = await ctx.db.$queryRaw<unknown[]>`SELECT 1 FROM ${table(record)} WHERE ${where} LIMIT 1`;
  return rows.length > 0;
}

/** What of a record its columns show, newest first as the list does; each row is one JSON text, which is quick to pass on. */
export function rowsSql({ actor }: Ctx, record: RecordName, columns: readonly Column[], where: Prisma.Sql): Prisma.Sql {
  const alias = aliasOf[record];
  const { fields, answers, contactAnswers, reached } = needsOf(record, columns);
  const select = [
    ...fields.map(({ alias, sql }) => `${sql} AS "${alias}"`),
    ...(answers ? [`${alias}.answers`] : []),
    ...(contactAnswers ? [`k.answers AS "contactAnswers"`] : []),
    ...(reached
      ? [
          `(SELECT json_object_agg(r.stage_id, r.reached_on) FROM reached_stages r WHERE r.opportunity_id = o.id) AS reached`,
        ]
      : []),
  ];
  const users = Prisma.sql`(SELECT *, count(*) OVER (PARTITION BY match_key(first_name || ' ' || last_name)) AS namesakes FROM users)`;
  // A follower sees the opportunity, not always its contact: of that he gets no more than its own list shows him.
  const seen = actor.permissions.has("contact:read") ? recordScope(actor, "k") : Prisma.sql`FALSE`;
  const joins =
    record === "contact"
      ? Prisma.empty
      : Prisma.sql`JOIN contacts c ON c.id = o.contact_id LEFT JOIN contacts k ON k.id = o.contact_id AND ${seen}
          LEFT JOIN ${users} v ON v.id = k.owner_id JOIN pipelines p ON p.id = o.pipeline_id LEFT JOIN stages s ON s.id = o.stage_id`;
  const more = Prisma.raw([...new Set(fields.map(({ join }) => join))].join(" "));
  return Prisma.sql`
    WITH selection_cells AS (${selectionCells(actor)})
    SELECT row_to_json(r)::text AS row FROM (
      SELECT ${Prisma.raw(select.join(", ") || `${alias}.id`)}
      FROM ${table(record)} ${joins} ${more}
        LEFT JOIN ${users} u ON u.id = ${Prisma.raw(alias)}.owner_id LEFT JOIN organisations uo ON uo.id = u.organisation_id
      WHERE ${where} ORDER BY ${Prisma.raw(`${alias}.created_at DESC, ${alias}.id DESC`)}) AS r`;
}

/** A submission as its export reads it. */
export interface SubmissionRow extends Record<string, unknown> {
  code: string;
  formId: string;
  receivedAt: string;
  contactCode: string | null;
  contactEmail: string | null;
  answers: SubmissionAnswer[];
}

/** Submissions, newest first as the list does. Who sees one sees its contact. */
export const submissionRowsSql = (where: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT row_to_json(r)::text AS row FROM (
    SELECT s.code, s.form_id AS "formId", s.received_at AS "receivedAt", s.answers,
      c.code AS "contactCode", c.email AS "contactEmail"
    FROM submissions s LEFT JOIN contacts c ON c.id = s.contact_id
    WHERE ${where} ORDER BY s.received_at DESC, s.id DESC) AS r`;

/** What submissions answer: the keys, each with a label that it had. */
export const answeredKeys = (ctx: Ctx, where: Prisma.Sql) => ctx.db.$queryRaw<{ key: string; label: string }[]>`
  SELECT a ->> 'key' AS key, min(a ->> 'label') AS label
  FROM submissions s CROSS JOIN LATERAL jsonb_array_elements(s.answers) a WHERE ${where} GROUP BY 1 ORDER BY 2, 1`;

interface Packed {
  row: string;
}
const unpack = <Row>(rows: Packed[]) => rows.map(({ row }) => JSON.parse(row) as Row);

/** The first rows. */
export async function firstRows(
  ctx: Ctx,
  record: RecordName,
  columns: readonly Column[],
  size: number,
): Promise<ExportRow[]> {
  const where = await selectionWhere(ctx, record, {});
  return unpack<ExportRow>(await ctx.reader.$queryRaw<Packed[]>`${rowsSql(ctx, record, columns, where)} LIMIT ${size}`);
}

/** Rows that are read at once. */
const batchSize = 1000;

/** Every row of a statement by batches, in the snapshot of ctx; the next batch is on its way while one is used. */
export async function* everyRow<Row>(ctx: Ctx, statement: Prisma.Sql): AsyncGenerator<Row[]> {
  await ctx.db.$executeRaw`DECLARE export_rows NO SCROLL CURSOR FOR ${statement}`;
  const fetch = () => {
    const rows = ctx.db.$queryRaw<Packed[]>`FETCH FORWARD ${Prisma.raw(String(batchSize))} FROM export_rows`;
    const coming = rows.then((found) => found);
    coming.catch(() => {}); // told when it is waited for
    return coming;
  };
  let next = fetch();
  try {
    for (;;) {
      const rows = await next;
      if (rows.length === 0) return;
      next = rows.length < batchSize ? Promise.resolve([]) : fetch();
      yield unpack<Row>(rows);
    }
  } finally {
    await next.catch(() => {}); // the connection is free again
  }
}

import { Prisma } from "@crm/db";
import type { RecordName } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";

/** Where the answers about a record are kept. */
export const tableOf = { contact: "contacts", opportunity: "opportunities" } as const satisfies Record<
  RecordName,
  string
>;

/** The questions of a record in their order, archived ones included. */
export const questionRows = (ctx: Ctx, record: RecordName) =>
  ctx.db.question.findMany({ where: { record }, orderBy: [{ position: "asc" }, { id: "asc" }] });

export const questionRow = (ctx: Ctx, id: string) => ctx.db.question.findUnique({ where: { id } });

export const questionWithCode = (ctx: Ctx, record: RecordName, code: string) =>
  ctx.db.question.findUnique({ where: { record_code: { record, code } } });

/** One at a time changes the questions of a record, until the transaction ends: their order, codes and answers stay one whole. */
export const lockQuestions = (ctx: Ctx, record: RecordName) =>
  ctx.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('questions'), hashtext(${record}))`;

/** Nobody changes the questions of a record until the transaction ends; any number of writers of answers hold them so at once. */
export const holdQuestions = (ctx: Ctx, record: RecordName) =>
  ctx.db.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtext('questions'), hashtext(${record}))`;

/** A place behind all the questions of a record, on each tab. */
export async function lastPosition(ctx: Ctx, record: RecordName): Promise<number> {
  const most = { position: true, btocPosition: true } as const;
  const { _max } = await ctx.db.question.aggregate({ where: { record }, _max: most });
  return Math.max(_max.position ?? -1, _max.btocPosition ?? -1) + 1;
}

/** The place of each question is its place in `ids`: on its tab, or on both alike. */
export async function placeQuestions(ctx: Ctx, ids: string[], tab: "btob" | "btoc" | undefined): Promise<void> {
  const places = { btob: "position = o.position", btoc: "btoc_position = o.position" };
  const set = Prisma.raw(tab ? places[tab] : `${places.btob}, btoc_position = NULL`);
  await ctx.db.$executeRaw`
    UPDATE questions q SET ${set} FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS o (id, position) WHERE q.id = o.id`;
}

/** No question waits any more for the answer to one that is gone. */
export const forgetCondition = (ctx: Ctx, record: RecordName, id: string) => ctx.db.$executeRaw`
  UPDATE questions SET condition = NULL, version = version + 1 WHERE record = ${record} AND condition ->> 'questionId' = ${id}`;

/**
 * How many records answer each question that any answers. Reads the whole table once, seconds at 1,000,000 records: for
 * the administrator's screen, after its rows.
 */
export async function answerCounts(ctx: Ctx, record: RecordName): Promise<Map<string, number>> {
  const rows = await ctx.reader.$queryRaw<{ id: string; count: number }[]>`
    SELECT key AS id, count(*)::int AS count FROM ${Prisma.raw(tableOf[record])} r, jsonb_object_keys(r.answers) AS key
    WHERE r.deleted_at IS NULL GROUP BY key`;
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** The saved views that show, sort by or filter by a question of the record: named when they are shared or the actor's. */
export const viewsOfQuestions = (ctx: Ctx, record: RecordName) => ctx.reader.$queryRaw<
  { id: string; names: string[]; others: number }[]
>`
  SELECT q.id, coalesce(array_agg(v.name ORDER BY v.name) FILTER (WHERE v.seen), '{}') AS names,
         (count(*) FILTER (WHERE NOT v.seen))::int AS others
  FROM questions q JOIN (
    SELECT name, query || columns::text AS text, shared OR user_id = ${ctx.actor.id}::uuid AS seen
    FROM saved_views
  ) v ON strpos(v.text, q.id::text) > 0
  WHERE q.record = ${record} GROUP BY q.id`;

/** How many records answer a question. Reads the whole table: for an administrator's act, not for a list. */
export async function answerCount(ctx: Ctx, { record, id }: { record: RecordName; id: string }): Promise<number> {
  const [row] = await ctx.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ${Prisma.raw(tableOf[record])} WHERE (answers ->> ${id}) IS NOT NULL`;
  return row?.count ?? 0;
}

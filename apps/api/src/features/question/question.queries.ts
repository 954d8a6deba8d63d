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

/** A place behind all the questions of a record. */
export async function lastPosition(ctx: Ctx, record: RecordName): Promise<number> {
  const { _max } = await ctx.db.question.aggregate({ where: { record }, _max: { position: true } });
  return (_max.position ?? -1) + 1;
}

/** The place of each question is its place in `ids`. */
export const placeQuestions = (ctx: Ctx, ids: string[]) => ctx.db.$executeRaw`
  UPDATE questions q SET position = o.position FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS o (id, position) WHERE q.id = o.id`;

/** How many records answer a question. Reads the whole table: for an administrator's act, not for a list. */
export async function answerCount(ctx: Ctx, { record, id }: { record: RecordName; id: string }): Promise<number> {
  const [row] = await ctx.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ${Prisma.raw(tableOf[record])} WHERE (answers ->> ${id}) IS NOT NULL`;
  return row?.count ?? 0;
}

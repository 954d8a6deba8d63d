import { Prisma, type PrismaClient } from "@crm/db";
import type { RecordName } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { answerExpression } from "./answer-where.queries.ts";
import { questionRows, tableOf } from "./question.queries.ts";
import { toQuestion } from "./question.view.ts";

/** What lists sort by: filtered by an answer, they come in this order straight from its index. */
const sortKeyOf: Record<RecordName, string> = { contact: "name_key", opportunity: "title_key" };
const indexingTimeoutMs = 6 * 3_600_000;

const indexName = (record: RecordName, id: string) => `${tableOf[record]}_answer_${id.replaceAll("-", "")}`;

/** The index that each question in search asks for: its name, and the expression it is on. */
export async function wantedIndexes(ctx: Ctx, record: RecordName): Promise<Map<string, string>> {
  const questions = (await questionRows(ctx, record))
    .map(toQuestion)
    .filter(({ inSearch, archivedAt }) => inSearch && archivedAt === null);
  return new Map(
    questions.flatMap((question) => {
      const expression = answerExpression("answers", question);
      return expression === null ? [] : [[indexName(record, question.id), expression]];
    }),
  );
}

/** The indexes on answers that exist; one is not valid when its building was cut off, and not described before it is done. */
export const existingIndexes = (ctx: Ctx, record: RecordName) => ctx.db.$queryRaw<
  { name: string; valid: boolean; expression: string | null }[]
>`
  SELECT c.relname AS name, i.indisvalid AS valid, obj_description(c.oid, 'pg_class') AS expression
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE i.indrelid = ${tableOf[record]}::regclass AND starts_with(c.relname, ${`${tableOf[record]}_answer_`})
  ORDER BY c.relname`;

// Commands that take no parameters. Names are made of the table's and of a question's id, expressions by answerExpression.
export async function buildIndex(ctx: Ctx, record: RecordName, name: string, expression: string): Promise<void> {
  await ctx.db.$executeRaw(
    Prisma.raw(`CREATE INDEX CONCURRENTLY "${name}" ON ${tableOf[record]} (${expression}, ${sortKeyOf[record]}, id)`),
  );
  await ctx.db.$executeRaw(Prisma.raw(`COMMENT ON INDEX "${name}" IS '${expression.replaceAll("'", "''")}'`));
  // An expression has no statistics of its own before the table is looked at.
  await ctx.db.$executeRaw(Prisma.raw(`ANALYZE ${tableOf[record]}`));
}

export const dropIndex = (ctx: Ctx, name: string) =>
  ctx.db.$executeRaw(Prisma.raw(`DROP INDEX CONCURRENTLY IF EXISTS "${name}"`));

/**
 * Runs `work` unless another process does the same, which rejects: the job is tried again later. The lock is held by a
 * connection that waits between two statements, and must hold no snapshot meanwhile: every concurrent build would wait for it.
 */
export const onlyIndexer = (db: PrismaClient, record: RecordName, work: () => Promise<void>): Promise<void> =>
  db.$transaction(
    async (lock) => {
      // Without parameters: the portal of a statement that has some keeps its snapshot until the next one.
      const [row] = await lock.$queryRaw<{ taken: boolean }[]>(
        Prisma.raw(`SELECT pg_try_advisory_xact_lock(hashtext('question indexes'), hashtext('${record}')) AS taken`),
      );
      if (!row?.taken) throw new Error(`the indexes on the answers of ${record} are being built elsewhere`);
      await work();
    },
    { maxWait: 10_000, timeout: indexingTimeoutMs },
  );

import type { QuestionImpact } from "@crm/contract";
import { Prisma } from "@crm/db";
import { answerText, convertAnswer, type Question, type Setting } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { tableOf } from "./question.queries.ts";

/** Different answers held in memory at once. */
const batchSize = 5_000;
const exampleCount = 5;

/** An answer as its JSON, what it becomes, and how many records give it. */
interface Converted {
  before: string;
  after: string | null;
  changes: boolean;
}

/**
 * What a new setting would do to the existing answers. Every different answer is judged once, the most frequent first,
 * through a cursor of the transaction of ctx: memory stays flat at any number of records. `onBatch` gets what they become.
 */
export async function measureImpact(
  ctx: Ctx,
  question: Question,
  to: Setting,
  onBatch?: (batch: Converted[]) => Promise<unknown>,
): Promise<QuestionImpact> {
  const impact: QuestionImpact = { answers: 0, kept: 0, lost: 0, examples: [] };
  await ctx.db.$executeRaw`DECLARE answers_given NO SCROLL CURSOR FOR
    SELECT (answers -> ${Prisma.raw(`'${question.id}'`)})::text AS answer, count(*)::int AS count
    FROM ${Prisma.raw(tableOf[question.record])} WHERE (answers ->> ${Prisma.raw(`'${question.id}'`)}) IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, 1`;
  for (;;) {
    const rows = await ctx.db.$queryRaw<
      { answer: string; count: number }[]
    >`FETCH ${Prisma.raw(String(batchSize))} FROM answers_given`;
    const batch = rows.map(({ answer, count }): Converted => {
      const given: unknown = JSON.parse(answer);
      const { kept, answer: becomes } = convertAnswer(question, to, given);
      impact.answers += count;
      impact[kept ? "kept" : "lost"] += count;
      if (!kept && impact.examples.length < exampleCount)
        impact.examples.push([...answerText(question, given)].slice(0, 100).join(""));
      const after = becomes === null || becomes === undefined ? null : JSON.stringify(becomes);
      return { before: answer, after, changes: JSON.stringify(given) !== after };
    });
    await onBatch?.(batch);
    if (rows.length < batchSize) break;
  }
  await ctx.db.$executeRaw`CLOSE answers_given`;
  // How many, but no answer, to who may not read the records that gave it.
  return ctx.actor.permissions.has(`${question.record}:read`) ? impact : { ...impact, examples: [] };
}

/**
 * Converts every answer to a new setting, in the transaction of ctx; those that it can't hold are erased, which is refused
 * with ANSWERS_WOULD_BE_LOST unless the loss is accepted. Nobody writes a record meanwhile (reading goes on), so that no
 * answer to the old setting slips in behind; refused with OVERLOADED when a long write is under way. A record that changes
 * gets a new version: who is editing it is told.
 */
export async function convertAnswers(
  ctx: Ctx,
  question: Question,
  to: Setting,
  acceptLoss: boolean,
): Promise<QuestionImpact> {
  const table = Prisma.raw(tableOf[question.record]);
  const key = Prisma.raw(`'${question.id}'`);
  await ctx.db.$executeRaw`SET LOCAL lock_timeout = '15s'`;
  await ctx.db.$executeRaw`LOCK TABLE ${table} IN EXCLUSIVE MODE`.catch(refuseBusy);
  await ctx.db.$executeRaw`CREATE TEMPORARY TABLE converted_answers (before jsonb, after jsonb) ON COMMIT DROP`;
  let changed = 0;
  const impact = await measureImpact(ctx, question, to, async (batch) => {
    const changing = batch.filter(({ changes }) => changes);
    changed += changing.length;
    if (changing.length === 0) return;
    const [before, after] = [changing.map((answer) => answer.before), changing.map((answer) => answer.after)];
    await ctx.db
      .$executeRaw`INSERT INTO converted_answers SELECT * FROM unnest(${before}::text[]::jsonb[], ${after}::text[]::jsonb[])`;
  });
  if (impact.lost > 0 && !acceptLoss) throw new Refusal("ANSWERS_WOULD_BE_LOST", { ...impact });
  if (changed === 0) return impact;
  await ctx.db.$executeRaw`ANALYZE converted_answers`;
  await ctx.db.$executeRaw`
    UPDATE ${table} r
    SET answers = CASE WHEN c.after IS NULL THEN r.answers - ${key} ELSE jsonb_set(r.answers, ARRAY[${key}], c.after) END, version = r.version + 1
    FROM converted_answers c WHERE r.answers -> ${key} = c.before`;
  return impact;
}

/** PostgreSQL's lock_not_available: somebody has been writing for long. */
function refuseBusy(error: unknown): never {
  const busy =
    error instanceof Prisma.PrismaClientKnownRequestError && JSON.stringify(error.meta ?? {}).includes("55P03");
  throw busy ? new Refusal("OVERLOADED", {}, { cause: error }) : error;
}

import { isDeepStrictEqual } from "node:util";
import type { BulkRecord } from "@crm/contract";
import { Prisma } from "@crm/db";
import { answersSchema, answerText } from "@crm/fields";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";
import { found } from "../../platform/error.ts";
import { type Happening, recordEvents } from "../audit/audit.service.ts";
import { changeAnswers } from "../question/answers.service.ts";
import { heldQuestions, type StoredQuestion } from "../question/question.service.ts";
import { tableOf } from "./bulk.queries.ts";
import type { BulkWork, ParamsOf } from "./bulk-kinds.ts";

interface Answered {
  id: string;
  contactId: string;
  version: number;
  /** Null: none. */
  answer: unknown;
}

type Params = ParamsOf<"answer">;
interface Ready {
  question: StoredQuestion;
  answer: unknown;
}

/**
 * Gives records an answer to a question, or erases theirs (null). Undone where the answer is still the one it gave.
 * Refuses with NOT_FOUND, QUESTION_ARCHIVED, or VALIDATION_FAILED and `body/answers/<question id>`.
 */
export const answerMany: BulkWork<Params, Ready> = {
  async prepare(ctx, record, { questionId, answer }) {
    const questions = await heldQuestions(ctx, record);
    const question = found(
      questions.find(({ id }) => id === questionId),
      "question",
      questionId,
    );
    const after = changeAnswers(questions, {}, { [questionId]: answer ?? null });
    return { question, answer: after[questionId] ?? null };
  },

  params: ({ question, answer }) => ({ questionId: question.id, answer, label: question.label }),

  async apply(ctx, record, ids, { question, answer }) {
    const rows = await answered(
      ctx,
      record,
      question.id,
      Prisma.sql`
      r.id = ANY(${ids}::uuid[]) AND ${recordScope(ctx.actor, "r")}
      AND nullif(r.answers -> ${question.id}::text, 'null') IS DISTINCT FROM ${asJsonb(answer)}`,
    );
    await write(
      ctx,
      record,
      question,
      rows.map((row) => ({ ...row, after: answer })),
    );
    return rows.map(({ id, version, answer }) => ({ id, before: { answer }, version: version + 1 }));
  },

  async undo(ctx, record, changed, { questionId, answer }) {
    const question = (await heldQuestions(ctx, record)).find(({ id }) => id === questionId);
    if (!question) return [];
    const before = new Map(changed.map(({ id, before }) => [id, before["answer"] ?? null]));
    const rows = await answered(
      ctx,
      record,
      questionId,
      Prisma.sql`
      r.id = ANY(${[...before.keys()]}::uuid[]) AND ${recordScope(ctx.actor, "r")}
      AND nullif(r.answers -> ${questionId}::text, 'null') IS NOT DISTINCT FROM ${asJsonb(answer ?? null)}`,
    );
    // An answer that the question would no longer take is not brought back.
    const schema = answersSchema([{ ...question, required: false }]);
    const back = rows
      .map((row) => ({ ...row, after: before.get(row.id) }))
      .filter(({ after }) =>
        isDeepStrictEqual(schema.safeParse({ [questionId]: after }).data?.[questionId] ?? null, after),
      );
    await write(ctx, record, question, back);
    return back.map(({ id }) => id);
  },
};

const asJsonb = (answer: unknown) =>
  answer === null ? Prisma.sql`NULL` : Prisma.sql`${JSON.stringify(answer)}::jsonb`;

/** Records and their answer to the question, held until the transaction ends. */
function answered(ctx: Ctx, record: BulkRecord, questionId: string, where: Prisma.Sql): Promise<Answered[]> {
  const { table, contactId } = tableOf(record);
  return ctx.db.$queryRaw<Answered[]>`
    SELECT r.id, ${contactId} AS "contactId", r.version, r.answers -> ${questionId}::text AS answer
    FROM ${table} r WHERE ${where} ORDER BY r.id FOR NO KEY UPDATE OF r`;
}

/** Writes answers and what timelines say of them. */
async function write(
  ctx: Ctx,
  record: BulkRecord,
  question: StoredQuestion,
  rows: (Answered & { after: unknown })[],
): Promise<void> {
  if (rows.length === 0) return;
  const { table } = tableOf(record);
  await ctx.db.$executeRaw`
    UPDATE ${table} r SET version = r.version + 1, updated_at = ${ctx.now()},
      answers = CASE WHEN b.after IS NULL THEN r.answers - ${question.id}::text
                     ELSE r.answers || jsonb_build_object(${question.id}::text, b.after) END
    FROM jsonb_to_recordset(${JSON.stringify(rows.map(({ id, after }) => ({ id, ...(after === null ? {} : { after }) })))}::jsonb)
      AS b(id uuid, after jsonb)
    WHERE r.id = b.id`;
  await recordEvents(
    ctx,
    rows.map(
      ({ id, contactId, answer, after }): Happening => ({
        contactId,
        ...(record === "opportunity"
          ? { kind: "opportunity.answered", opportunityId: id }
          : { kind: "contact.answered" }),
        changes: [
          {
            field: question.label,
            questionId: question.id,
            from: answerText(question, answer) || null,
            to: answerText(question, after) || null,
          },
        ],
      }),
    ),
  );
}

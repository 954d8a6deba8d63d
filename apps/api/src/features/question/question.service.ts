import { isDeepStrictEqual } from "node:util";
import {
  type BaseField,
  contactFields,
  contactImportFields,
  opportunityFields,
  type QuestionImpact,
  type QuestionUsage,
} from "@crm/contract";
import { Prisma } from "@crm/db";
import {
  conditionFault,
  issueSentence,
  type QuestionInput,
  questionsOnTab,
  type RecordName,
  type Setting,
} from "@crm/fields";
import { v7 as uuid } from "uuid";
import { afterCommit, type Ctx, insideTransaction, inTransaction } from "../../platform/context.ts";
import { found, Refusal, refuseConflict, takenIssue } from "../../platform/error.ts";
import { enqueue } from "../../platform/job.ts";
import { recordAdministration } from "../audit/audit.service.ts";
import { convertAnswers, measureImpact } from "./conversion.queries.ts";
import { questionIndexes } from "./question.jobs.ts";
import {
  answerCount,
  answerCounts,
  forgetCondition,
  holdQuestions,
  lastPosition,
  lockQuestions,
  placeQuestions,
  questionRow,
  questionRows,
  questionWithCode,
  viewsOfQuestions,
} from "./question.queries.ts";
import { type StoredQuestion, toQuestion } from "./question.view.ts";
import { forgetQuestions, remembered } from "./question-cache.ts";

export {
  answerExpression,
  answerOrder,
  answerWhere,
  contactAnswerWhere,
  filterWhere,
  shownAnswers,
} from "./answer-where.queries.ts";
export { holdQuestions } from "./question.queries.ts";
export type { StoredQuestion } from "./question.view.ts";

/** Questions asked of a record: with its base fields, no more columns in an export than an import reads. */
const mostQuestions = 900;
/** Rewriting the answers of a million records takes minutes. */
const conversionTimeoutMs = 20 * 60_000;

/**
 * The questions of a record in their order: all, or only the archived ones, or only those still asked. From memory outside
 * a transaction, so that a list pays no query for them. Inside a transaction, as the database holds them.
 */
export async function questionsOf(
  ctx: Ctx,
  record: RecordName,
  { archived }: { archived?: boolean } = {},
): Promise<StoredQuestion[]> {
  const questions = insideTransaction(ctx)
    ? await storedQuestions(ctx, record)
    : await rememberedQuestions(ctx, record);
  return archived === undefined ? questions : questions.filter(({ archivedAt }) => (archivedAt !== null) === archived);
}

/**
 * The questions of a record from memory: never older than a change made in this process, nor than five seconds after one
 * made in another. Inside a transaction too: for what would have been as right a moment before, never for one that changes them.
 */
export const rememberedQuestions = (ctx: Ctx, record: RecordName): Promise<StoredQuestion[]> =>
  remembered(ctx.events, record, () => storedQuestions(ctx, record));

const storedQuestions = async (ctx: Ctx, record: RecordName) => (await questionRows(ctx, record)).map(toQuestion);

/** For each question of a record, archived ones included: how many records answer it, and which saved views are about it. */
export async function questionUsage(ctx: Ctx, record: RecordName): Promise<QuestionUsage[]> {
  const [questions, counts, views] = [
    await questionsOf(ctx, record),
    await answerCounts(ctx, record),
    await viewsOfQuestions(ctx, record),
  ];
  return questions.map(({ id }) => {
    const { names = [], others = 0 } = views.find((view) => view.id === id) ?? {};
    return { questionId: id, answers: counts.get(id) ?? 0, views: names, otherViews: others };
  });
}

/**
 * The questions of a record, which nobody changes until the transaction ends: for who writes answers to a record that no
 * lock of his own protects from a conversion under way.
 */
export async function heldQuestions(ctx: Ctx, record: RecordName): Promise<StoredQuestion[]> {
  await holdQuestions(ctx, record);
  return questionsOf(ctx, record);
}

/** Adds a question behind the others. Refuses with TOO_MANY_QUESTIONS, CODE_TAKEN, or VALIDATION_FAILED and `body/input/condition`. */
export function createQuestion(ctx: Ctx, record: RecordName, input: QuestionInput): Promise<StoredQuestion> {
  return changing(ctx, record, async (ctx) => {
    await refuseTooMany(ctx, record);
    await refuseTakenCode(ctx, record, input.code);
    await refuseCondition(ctx, record, undefined, input);
    const position = await lastPosition(ctx, record);
    return toQuestion(
      await ctx.db.question.create({
        data: { id: uuid(), record, position, ...columnsOf(input), createdAt: ctx.now() },
      }),
    );
  });
}

/** What saving this would do to the answers that exist. Refuses with NOT_FOUND. */
export function questionImpact(ctx: Ctx, id: string, input: QuestionInput): Promise<QuestionImpact> {
  return inTransaction(ctx, async (ctx) => measureImpact(ctx, await questionOf(ctx, id), input), {
    timeout: conversionTimeoutMs,
  });
}

/**
 * Changes a question; a new type, choices or bounds convert the answers that exist in the same transaction. Refuses with
 * NOT_FOUND, QUESTION_ARCHIVED, EDIT_CONFLICT, CODE_TAKEN, VALIDATION_FAILED and `body/input/condition`, and with ANSWERS_WOULD_BE_LOST unless the loss is accepted.
 */
export async function updateQuestion(
  ctx: Ctx,
  id: string,
  change: { input: QuestionInput; version: number; acceptLoss: boolean },
): Promise<StoredQuestion> {
  const { input, version, acceptLoss } = change;
  const { record } = await questionOf(ctx, id);
  return changing(ctx, record, async (ctx) => {
    const before = await questionOf(ctx, id);
    if (before.archivedAt !== null) throw new Refusal("QUESTION_ARCHIVED", { questionId: id, label: before.label });
    refuseConflict(before, version);
    if (input.code !== before.code) await refuseTakenCode(ctx, record, input.code);
    if (!isDeepStrictEqual(input.condition, before.condition)) await refuseCondition(ctx, record, id, input);
    const sameSetting = input.type === before.type && isDeepStrictEqual(input.config, before.config);
    if (!sameSetting) await convert(ctx, before, input, acceptLoss);
    return toQuestion(
      await ctx.db.question.update({ where: { id }, data: { ...columnsOf(input), version: { increment: 1 } } }),
    );
  });
}

/** Converts the answers that exist, and keeps who did it, from what to what, and how many were lost. */
async function convert(ctx: Ctx, before: StoredQuestion, to: QuestionInput, acceptLoss: boolean): Promise<void> {
  const { answers, kept, lost } = await convertAnswers(ctx, before, to, acceptLoss);
  const setting = ({ type, config }: Setting) => ({ type, config });
  const { id: questionId, record, code, label } = before;
  const data = { questionId, record, code, label, from: setting(before), to: setting(to), answers, kept, lost };
  await recordAdministration(ctx, { kind: "question.converted", data });
}

/** Archives a question that has answers, which it keeps; deletes one that has none. Refuses with NOT_FOUND. */
export async function removeQuestion(
  ctx: Ctx,
  id: string,
): Promise<{ outcome: "archived" | "deleted"; answers: number }> {
  const { record } = await questionOf(ctx, id);
  return changing(ctx, record, async (ctx) => {
    const question = await questionOf(ctx, id);
    const answers = await answerCount(ctx, question);
    if (answers === 0) {
      await ctx.db.question.delete({ where: { id } });
      await forgetCondition(ctx, record, id);
      return { outcome: "deleted", answers };
    }
    if (question.archivedAt === null)
      await ctx.db.question.update({ where: { id }, data: { archivedAt: ctx.now(), version: { increment: 1 } } });
    return { outcome: "archived", answers };
  });
}

/** Asks an archived question again, behind the others, with the answers it had. Refuses with NOT_FOUND and TOO_MANY_QUESTIONS. */
export async function restoreQuestion(ctx: Ctx, id: string): Promise<StoredQuestion> {
  const { record } = await questionOf(ctx, id);
  return changing(ctx, record, async (ctx) => {
    const question = await questionOf(ctx, id);
    if (question.archivedAt === null) return question;
    await refuseTooMany(ctx, record);
    const position = await lastPosition(ctx, record);
    return toQuestion(
      await ctx.db.question.update({
        where: { id },
        data: { archivedAt: null, position, btocPosition: null, version: { increment: 1 } },
      }),
    );
  });
}

/**
 * The whole order in one command (guide 2.5, 3.5), of one tab, or of both alike. Refuses with ORDER_OUTDATED unless it names
 * each question still asked there once.
 */
export function reorderQuestions(
  ctx: Ctx,
  record: RecordName,
  { tab, ids }: { tab?: "btob" | "btoc" | undefined; ids: string[] },
): Promise<void> {
  return changing(ctx, record, async (ctx) => {
    const active = await questionsOf(ctx, record, { archived: false });
    const idsOn = (tab: "btob" | "btoc" | undefined) => questionsOnTab(active, tab).map(({ id }) => id);
    if (!isDeepStrictEqual([...ids].sort(), idsOn(tab).sort())) throw new Refusal("ORDER_OUTDATED");
    // From now on the other tab has its own order: the one it had.
    if (tab === "btob") await placeQuestions(ctx, idsOn("btoc"), "btoc");
    await placeQuestions(ctx, ids, tab);
  });
}

async function questionOf(ctx: Ctx, id: string): Promise<StoredQuestion> {
  return toQuestion(found(await questionRow(ctx, id), "question", id));
}

/** Runs a change to the questions of a record, one at a time; afterwards nobody believes the old ones, and indexes follow. */
export function changing<T>(ctx: Ctx, record: RecordName, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const change = async (ctx: Ctx) => {
    await lockQuestions(ctx, record);
    const result = await work(ctx);
    await ctx.events.publish(ctx.db, { questions: record });
    await enqueue(ctx, questionIndexes, { record }, { key: record });
    // The message comes back a moment after the commit: in this process nobody may wait for it.
    afterCommit(ctx, ({ events }) => forgetQuestions(events, record));
    return result;
  };
  return inTransaction(ctx, change, { timeout: conversionTimeoutMs });
}

const columnsOf = ({ config, condition, defaultAnswer, ...input }: QuestionInput) => ({
  ...input,
  condition: condition === null ? Prisma.DbNull : (condition as Prisma.InputJsonObject),
  config: config as Prisma.InputJsonObject,
  defaultAnswer: defaultAnswer === null ? Prisma.DbNull : (defaultAnswer as Prisma.InputJsonValue),
});

const baseFields: Record<RecordName, readonly BaseField[]> = {
  contact: [...contactFields, ...contactImportFields],
  opportunity: opportunityFields,
};

async function refuseTooMany(ctx: Ctx, record: RecordName): Promise<void> {
  const { length } = await questionsOf(ctx, record, { archived: false });
  if (length >= mostQuestions) throw new Refusal("TOO_MANY_QUESTIONS", { max: mostQuestions });
}

/** A condition is about another question still asked of the record, of its kind, and never in a circle. */
async function refuseCondition(
  ctx: Ctx,
  record: RecordName,
  id: string | undefined,
  { condition }: QuestionInput,
): Promise<void> {
  const fault = condition && conditionFault(await questionsOf(ctx, record), id, condition);
  if (!fault) return;
  const issue = { path: "body/input/condition", rule: "custom", params: { params: { rule: fault } } };
  throw new Refusal("VALIDATION_FAILED", {}, { issues: [{ ...issue, message: issueSentence(issue, "fr") }] });
}

/** A code heads one column of a file: it is no other question's, archived or not, nor a base field's. */
async function refuseTakenCode(ctx: Ctx, record: RecordName, code: string): Promise<void> {
  const by = baseFields[record].find((field) => field.code === code) ?? (await questionWithCode(ctx, record, code));
  if (!by) return;
  const message = `Ce code est déjà celui de « ${by.label} ».`;
  throw new Refusal(
    "CODE_TAKEN",
    { code, label: by.label },
    { issues: [takenIssue({ path: "body/input/code", message })] },
  );
}

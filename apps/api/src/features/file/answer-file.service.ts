import type { FileView } from "@crm/contract";
import type { File, Prisma } from "@crm/db";
import { type Answers, filesOf, type Question, safeFileName, uploadRuleOf } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { changeAnswers } from "../question/answers.service.ts";
import { questionsOf } from "../question/question.service.ts";
import { filesSeen } from "./answer-file.queries.ts";
import { removeFile, storeFile } from "./file.service.ts";
import { toFileView } from "./file.view.ts";
import { mediaTypeOf } from "./media-type.ts";

/**
 * Keeps a file that an answer to a question will name: within its size, of its kinds as found in the bytes, under a safe name.
 * Refuses with NOT_FOUND, NOT_ALLOWED, QUESTION_ARCHIVED, FILE_TOO_LARGE, FILE_EMPTY and FILE_KIND_NOT_ACCEPTED.
 */
export async function uploadAnswerFile(
  ctx: Ctx,
  { name, questionId = "" }: { name: string; questionId?: string | undefined },
  content: unknown,
): Promise<FileView> {
  const questions = [...(await questionsOf(ctx, "contact")), ...(await questionsOf(ctx, "opportunity"))];
  const question = questions.find(({ id }) => id === questionId);
  const rule = question && uploadRuleOf(question);
  if (!question || !rule) throw new Refusal("NOT_FOUND", { record: "question", id: questionId });
  const access = `${question.record}:write` as const;
  if (!ctx.actor.permissions.has(access)) throw new Refusal("NOT_ALLOWED", { access });
  if (question.archivedAt !== null) throw new Refusal("QUESTION_ARCHIVED", { questionId, label: question.label });
  const file = await storeFile(ctx, {
    name: safeFileName(name),
    purpose: "answer",
    mediaType: (head) => mediaTypeOf(head, name),
    content,
    limit: rule.maxBytes,
  });
  if (rule.accepts(file.mediaType)) return toFileView(file);
  await removeFile(ctx, file.id);
  throw new Refusal("FILE_KIND_NOT_ACCEPTED", { name: file.name, label: question.label });
}

/**
 * `changeAnswers`, with the uploaded files that answers name: one that is new to the record must be the actor's own upload, or
 * stand on another record that he sees. What an answer takes is kept; what it lets go is swept, unless another record names it.
 */
export async function answerWithFiles(
  ctx: Ctx,
  questions: Question[],
  before: Answers,
  given: Answers,
): Promise<Prisma.InputJsonObject> {
  const [had, wanted] = [fileIds(questions, before), fileIds(questions, given)];
  const usable = await usableFiles(
    ctx,
    [...wanted].filter((id) => !had.has(id)),
  );
  const after = changeAnswers(questions, before, given, usable);
  const has = fileIds(questions, after);
  await keepFiles(
    ctx,
    [...has].filter((id) => !had.has(id)),
  );
  await place(
    ctx,
    "answer",
    [...had].filter((id) => !has.has(id)),
  );
  return after;
}

const answerPurposes = ["answer", "answer-kept"];
const place = async (ctx: Ctx, purpose: "answer" | "answer-kept", ids: string[]) => {
  if (ids.length === 0) return;
  await ctx.db.file.updateMany({ where: { id: { in: ids }, purpose: { in: answerPurposes } }, data: { purpose } });
};

/** An answer names these files now: they are not swept. */
export const keepFiles = (ctx: Ctx, ids: string[]): Promise<void> => place(ctx, "answer-kept", ids);

/** Before records are deleted for good: the files of their answers are swept, unless another record names them. */
export async function letFilesGo(ctx: Ctx, record: "contact" | "opportunity", ids: string[]): Promise<void> {
  const questions = (await questionsOf(ctx, record)).filter(uploadRuleOf);
  if (questions.length === 0) return;
  const query = { where: { id: { in: ids } }, select: { answers: true } };
  const rows = await (record === "contact" ? ctx.db.contact.findMany(query) : ctx.db.opportunity.findMany(query));
  await place(
    ctx,
    "answer",
    rows.flatMap(({ answers }) => [...fileIds(questions, answers as Answers)]),
  );
}

/** The files that the answers of a record name. */
export const fileIds = (questions: readonly Question[], answers: Answers): Set<string> =>
  new Set(questions.flatMap((question) => filesOf(question, answers[question.id]).map(({ id }) => id)));

/** Those of the files that the actor may put in an answer, held until the transaction ends: the sweep waits, or was there first. */
export async function usableFiles(ctx: Ctx, ids: readonly string[]): Promise<Map<string, File>> {
  if (ids.length === 0) return new Map();
  await ctx.db.$queryRaw`SELECT id FROM files WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  const files = await ctx.db.file.findMany({ where: { id: { in: [...ids] }, purpose: { in: answerPurposes } } });
  const seen = await filesSeen(
    ctx,
    files.map(({ id }) => id),
  );
  return new Map(
    files.filter((file) => file.uploaderId === ctx.actor.id || seen.has(file.id)).map((file) => [file.id, file]),
  );
}

/** Removes files that answers named, bytes and all, for good: the person they are about is forgotten. */
export async function removeAnswerFiles(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const files = await ctx.db.file.findMany({ where: { id: { in: [...ids] }, purpose: { in: answerPurposes } } });
  for (const { id } of files) await removeFile(ctx, id);
}

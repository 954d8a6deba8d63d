import { type Answers, filesOf } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { fileIds, keepFiles, usableFiles } from "../file/answer-file.service.ts";
import type { StoredQuestion } from "../question/question.service.ts";
import type { Column } from "./import-columns.ts";
import type { ReadRow, Reason } from "./import-kind.ts";
import { ruleReason } from "./import-rows.ts";

/**
 * A cell may name uploaded files by their ids, as exports write them: which rows name one that the actor may not use and that
 * the record does not have. Without such cells it asks nothing of the database. `keep`: the others are not swept any more.
 */
export async function strangeFiles(
  ctx: Ctx,
  { questions, columns }: { questions: StoredQuestion[]; columns: Column[] },
  rows: { read: ReadRow; before: Answers }[],
  { keep }: { keep: boolean },
): Promise<Map<ReadRow, Reason>> {
  const strange = new Map<ReadRow, Reason>();
  const wanted = new Set(rows.flatMap(({ read }) => [...fileIds(questions, read.answers)]));
  if (wanted.size === 0) return strange;
  const usable = await usableFiles(ctx, [...wanted]);
  for (const { read, before } of rows) {
    const had = fileIds(questions, before);
    const question = questions.find((question) =>
      filesOf(question, read.answers[question.id]).some(({ id }) => !had.has(id) && !usable.has(id)),
    );
    if (!question) continue;
    const column = columns.find((column) => column.question?.id === question.id);
    strange.set(read, ruleReason(column, "fileUnknown"));
  }
  if (keep) await keepFiles(ctx, [...usable.keys()]);
  return strange;
}

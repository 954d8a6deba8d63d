import { filesOf } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { fileIds, keepFiles, usableFiles } from "../file/answer-file.service.ts";
import type { StoredQuestion } from "../question/question.service.ts";
import type { Column } from "./import-columns.ts";
import { type ReadRow, type RefusedRow, strangeFileRow } from "./import-rows.ts";
import type { KnownContact } from "./imported-contact.queries.ts";

interface Sorted {
  columns: Column[];
  questions: StoredQuestion[];
  accepted: Map<string, ReadRow>;
  refused: RefusedRow[];
  known: ReadonlyMap<string, KnownContact>;
  apply: boolean;
}

/**
 * A cell may name uploaded files by their ids, as exports write them: rows that name one which the actor may not use, and
 * which the contact does not have, go from `accepted` to `refused`. Without such cells it asks nothing of the database.
 */
export async function refuseStrangeFiles(ctx: Ctx, rows: Sorted): Promise<void> {
  const { columns, questions, accepted, refused, known, apply } = rows;
  const wanted = new Set([...accepted.values()].flatMap((read) => [...fileIds(questions, read.answers)]));
  if (wanted.size === 0) return;
  const usable = await usableFiles(ctx, [...wanted]);
  for (const [email, read] of accepted) {
    const had = fileIds(questions, (known.get(email)?.answers ?? {}) as Record<string, unknown>);
    const strange = questions.find((question) =>
      filesOf(question, read.answers[question.id]).some(({ id }) => !had.has(id) && !usable.has(id)),
    );
    if (!strange) continue;
    refused.push(strangeFileRow(read, columns, strange.id));
    accepted.delete(email);
  }
  if (apply) await keepFiles(ctx, [...usable.keys()]);
}

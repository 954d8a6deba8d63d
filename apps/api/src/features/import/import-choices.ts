import { namedChoices } from "@crm/fields";
import type { SheetRow } from "../../ports/spreadsheet.ts";
import type { StoredQuestion } from "../question/question.service.ts";
import type { Column } from "./import-columns.ts";

/** Choices that rows name and a question doesn't offer. */
export interface AddedChoices {
  questionId: string;
  code: string;
  label: string;
  choices: string[];
}

/** The questions as they are once they offer every choice that these rows name, and what that adds. */
export function withNewChoices(
  questions: StoredQuestion[],
  columns: Column[],
  rows: SheetRow[],
): { questions: StoredQuestion[]; added: AddedChoices[] } {
  const added: AddedChoices[] = [];
  const after = new Map<string, StoredQuestion>();
  for (const { question, index } of columns) {
    if (!question) continue;
    const named = namedChoices(
      question,
      rows.flatMap(({ cells }) => cells[index] ?? []),
    );
    if (!named) continue;
    after.set(question.id, { ...question, config: named.config });
    added.push({
      ...{ questionId: question.id, code: question.code, label: question.label },
      choices: named.added.map(({ label }) => label),
    });
  }
  return { questions: added.length === 0 ? questions : questions.map((one) => after.get(one.id) ?? one), added };
}

/** What was added so far, each question once. */
export function mergeAdded<Added extends Pick<AddedChoices, "code" | "label" | "choices">>(
  before: Added[],
  more: Added[],
): Pick<AddedChoices, "code" | "label" | "choices">[] {
  const all = new Map<string, Pick<AddedChoices, "code" | "label" | "choices">>();
  for (const { code, label, choices } of [...before, ...more])
    all.set(code, { code, label, choices: [...new Set([...(all.get(code)?.choices ?? []), ...choices])] });
  return [...all.values()];
}

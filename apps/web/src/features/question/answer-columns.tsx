import { answerText, choicesOf, type RecordName, storageOf } from "@crm/fields";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type AskedQuestion, questionList } from "../../lib/shared.queries.ts";
import type { Column } from "../../ui/data-table-parts.tsx";
import { useLocale } from "./use-locale.ts";

/** Answers that a list can be sorted by: the server keeps an index of those that are figures, days or choices. */
const sortable = (question: AskedQuestion) => {
  const storage = storageOf(question);
  return storage === "number" || storage === "date" || (storage === "text" && choicesOf(question).length > 0);
};

const none: AskedQuestion[] = [];

/** A column for each question marked « Afficher dans la recherche »: rows carry those answers. */
export function useAnswerColumns(record: RecordName): Column<{ answers: Record<string, unknown> }>[] {
  const { data: questions = none } = useQuery(questionList(record));
  const locale = useLocale();
  return useMemo(
    () =>
      questions
        .filter(({ inSearch }) => inSearch)
        .map((question) => ({
          id: question.id,
          header: question.label,
          width: 150,
          hideOnPhone: true,
          ...(sortable(question) ? { sort: question.id } : {}),
          ...(storageOf(question) === "number" ? { align: "right" as const } : {}),
          cell: ({ answers }) => {
            const answer = answers[question.id];
            return answer === undefined || answer === null ? null : answerText(question, answer, locale);
          },
        })),
    [questions, locale],
  );
}

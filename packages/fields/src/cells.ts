import { type Answers, answerCell, judgeOf, type Setting } from "./answers.ts";
import type { Question } from "./question.ts";

type Column = Setting & Pick<Question, "id" | "code">;

/**
 * Candidate answers from the cells of a row, keyed by code (guide 2.5: columns are headed by the code): `answersSchema`
 * then judges them. A blank cell says nothing, and is left out; a column that is no question is the caller's to report.
 */
export const answersFromCells = (
  questions: readonly Column[],
  cells: Readonly<Record<string, string | undefined>>,
): Answers =>
  Object.fromEntries(
    questions.flatMap((question) => {
      const cell = cells[question.code];
      if (cell === undefined || cell.trim() === "") return [];
      const judge = judgeOf(question);
      return [[question.id, judge ? judge.type.parse(cell, judge.config) : cell]];
    }),
  );

/** The cells of a row, keyed by code; an unanswered question gives an empty one. `answersFromCells` reads them back. */
export const cellsFromAnswers = (questions: readonly Column[], answers: Answers): Record<string, string | number> =>
  Object.fromEntries(questions.map((question) => [question.code, answerCell(question, answers[question.id])]));

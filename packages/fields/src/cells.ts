import { type Answers, answerCell, judgeOf, type Setting } from "./answers.ts";
import { formatDay, isDay, wallClock } from "./dates.ts";
import type { Question } from "./question.ts";
import { storageOf } from "./registry.ts";

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

/** A cell with its type: a text, a number, a phone number as it is kept, a day of the calendar, or what the clocks of Paris show ('YYYY-MM-DDTHH:mm:ss'). */
export type SheetCell = string | number | { phone: string } | { day: string } | { moment: string };

/**
 * An answer as a typed cell; empty without one. What a typed cell can't tell exactly (the hour that clocks show twice, a
 * fraction of a second) stays the text that `answersFromCells` reads back. Never throws.
 */
export function sheetCell(question: Setting, answer: unknown): SheetCell {
  if (typeof answer === "string" && storageOf(question) === "date") {
    if (isDay(answer)) return { day: answer };
    const moment = wallClock(answer);
    if (moment !== null) return { moment };
  }
  return answerCell(question, answer);
}

/** A typed cell as people write it in France: 02/03/2026 14:30, 1234,5. Read back by every type. */
export function cellText(cell: SheetCell): string {
  if (typeof cell === "string") return cell;
  if (typeof cell === "number") return String(cell).replace(".", ",");
  if ("phone" in cell) return cell.phone;
  if ("day" in cell) return formatDay(cell.day);
  return `${formatDay(cell.moment.slice(0, 10))} ${cell.moment.slice(11).replace(/:00$/, "")}`;
}

const figure = /^\+?-?\d+([.,]\d+)?$/;
const made = /^-?(0|[1-9]\d*)([.,]\d*[1-9])?(E\+\d+)?$/;
const asNumber = (text: string, digits: number) => Number(text.replace(",", ".")).toPrecision(digits);

/**
 * Whether a cell is what spreadsheet programs make of a text of figures, which they keep as a number of 15 digits and may
 * show with fewer: 33612345678 or 3,36123E+10 of « +33612345678 », 7 of « 007 », 1,5 of « 1,50 ».
 */
export function isEaten(stored: string, cell: string): boolean {
  if (stored === cell || !figure.test(stored) || !made.test(cell)) return false;
  const [mantissa = "", power] = cell.split("E");
  const digits = power === undefined ? 15 : Math.min(15, mantissa.replace(/\D/g, "").length);
  return asNumber(stored, digits) === asNumber(cell, digits);
}

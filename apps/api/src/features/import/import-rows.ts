import { type ImportRule, reasonSentence } from "@crm/contract";
import {
  type Answers,
  answersFromCells,
  answersSchema,
  cleanLine,
  cleanText,
  fieldTypeOf,
  isEaten,
  type Question,
} from "@crm/fields";
import type { z } from "zod";
import { toIssue } from "../../platform/issues.ts";
import { type CellFault, isCut, type SheetRow } from "../../ports/spreadsheet.ts";
import type { Column } from "./import-columns.ts";
import type { Options, Reason } from "./import-kind.ts";

type Named = Pick<Column, "header" | "index">;

const at = (column: Named | undefined) => ({ column: column?.header ?? "", index: column?.index ?? null });

export const reasonOf = (column: Named | undefined, rule: ImportRule, params: Reason["params"] = {}): Reason => ({
  ...{ ...at(column), rule, params, message: reasonSentence({ rule, params, message: "" }, "fr") },
});

/** What a schema found wrong with a cell. What no sentence tells is not kept: a question may offer hundreds of choices. */
export function issueReason(column: Named | undefined, issue: z.core.$ZodIssue): Reason {
  const { rule, params, message } = toIssue(issue, "");
  const { code: _, pattern: __, values: ___, ...facts } = params;
  const given = typeof issue.input === "string" ? { input: shown(issue.input) } : {};
  return { ...at(column), rule, params: { ...facts, ...given }, message };
}

/** A cell that breaks a rule of the answers' schemas, which they can't see by themselves. */
export const ruleReason = (column: Named | undefined, rule: string): Reason =>
  issueReason(column, { code: "custom", path: [], message: "", params: { rule } });

/** A cell that must say something, and doesn't. */
export const required = (column: Named | undefined): Reason => ruleReason(column, "required");

/** As much of a cell as a sentence tells. */
export const shown = (cell: string) => cell.slice(0, 100).toWellFormed().replaceAll("\0", "\uFFFD");

/**
 * Judges the answers of rows by the very schema that forms use, each cell at fault with its reason. A blank cell says
 * nothing, or erases (null) where the options say so; one that could not hold its text whole says nothing. Required questions wait until somebody qualifies the record.
 */
export function answersJudge(
  columns: Column[],
  { empty }: Options,
): (cells: string[]) => { answers: Answers; reasons: Reason[] } {
  const asked = columns.flatMap((column) => (column.question ? [{ column, question: column.question }] : []));
  const questions: Question[] = asked.map(({ question }) => ({ ...question, required: false }));
  const columnOf = new Map(asked.map(({ question, column }) => [question.id, column]));
  const schema = answersSchema(questions);
  return (row) => {
    const cells = row.some(isCut) ? row.map((cell) => (isCut(cell) ? "" : cell)) : row;
    const candidates = answersFromCells(
      questions,
      Object.fromEntries(asked.map(({ question, column }) => [question.code, cells[column.index]])),
    );
    const result = schema.safeParse(candidates);
    const reasons: Reason[] = [];
    for (const issue of result.error?.issues ?? []) {
      const reason = issueReason(columnOf.get(String(issue.path[0])), issue);
      if (!reasons.some(({ index, message }) => index === reason.index && message === reason.message))
        reasons.push(reason);
    }
    if (empty === "keep" || !result.success) return { answers: result.data ?? {}, reasons };
    const blank = asked.filter(({ column }) => (row[column.index] ?? "").trim() === "");
    return {
      answers: { ...result.data, ...Object.fromEntries(blank.map(({ question }) => [question.id, null])) },
      reasons,
    };
  };
}

/** Answers once those of a row are written over them; null erases one. */
export const answersWith = (before: Answers, given: Answers): Answers =>
  Object.fromEntries(
    Object.entries({ ...before, ...given }).filter(([, answer]) => answer !== null && answer !== undefined),
  );

/** What a row says, without what it only repeats as another program wrote it: 33612345678 for +33612345678, é in two characters. */
export const withoutEchoes = <Said extends object>(before: Readonly<Record<string, unknown>>, said: Said): Said =>
  Object.fromEntries(
    Object.entries(said).filter(([name, value]) => {
      const known = before[name];
      return !(
        typeof known === "string" &&
        typeof value === "string" &&
        (isEaten(known, value) || [cleanText(known), cleanLine(known)].includes(value))
      );
    }),
  ) as Said;

/** What undoing puts back of answers: those that differ, as they were; null: there was none. */
export const answersBefore = (before: Answers, after: Answers): Answers =>
  Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((id) => JSON.stringify(before[id] ?? null) !== JSON.stringify(after[id] ?? null))
      .map((id) => [id, before[id] ?? null]),
  );

/** Answers put back; one to a question that was deleted since stays away. */
export const answersPutBack = (now: Answers, before: Answers, questions: Question[]): Answers =>
  answersWith(now, Object.fromEntries(questions.flatMap(({ id }) => (id in before ? [[id, before[id]]] : []))));

/** A row that repeats an earlier one: « mail x », « code x » and « id x » are marks of it. */
export function twinReason(mark: string, first: number, column: (field: string) => Column | undefined): Reason {
  if (mark.includes("mail ")) return reasonOf(column("email"), "sameEmail", { row: first });
  const rule = mark.startsWith("code ") ? "sameCode" : "sameRecord";
  return reasonOf(column("code") ?? column("email") ?? column("lastName"), rule, { row: first });
}

/** Base fields that are no texts: they are read from what a cell holds, not from how it shows it. */
const typed = new Set([
  ...["statusOn", "remindOn", "amount", "expectedOn", "createdAt", "stageOn", "receivedAt"],
  ...["emailConsent", "smsConsent", "consentOn", "emailConsentOn", "smsConsentOn"],
]);

/** Whether a column holds texts: names, codes, phones, choices, as people see them in their spreadsheet program. */
const holdsText = ({ field, question }: Column): boolean => {
  if (question) return ["text", "texts"].includes(fieldTypeOf(question).storage);
  return field !== undefined && !typed.has(field);
};

/** Rows as they are read: of columns that hold texts, numbers are what the spreadsheet program shows. */
export function asRead(columns: Column[]): (row: SheetRow) => SheetRow {
  const texts = columns.flatMap((column) => (holdsText(column) ? [column.index] : []));
  return (row) => {
    const { shown } = row;
    if (!shown || !texts.some((index) => index in shown)) return row;
    const cells = row.cells.map((cell, index) => (texts.includes(index) ? (shown[index] ?? cell) : cell));
    return { ...row, cells };
  };
}

/** Wrong wherever it stands: what cells of the row are whose, nobody knows. */
const malformed: readonly CellFault["rule"][] = ["openQuote", "strayQuote", "afterQuote"];

/** What the reader found wrong with a row: malformed as a whole, or in a column that is read. */
export function faultReasons(columns: Column[]): (row: SheetRow) => Reason[] {
  const read = new Set(columns.flatMap(({ code, index }) => (code === null ? [] : [index])));
  return ({ faults = [] }) =>
    faults
      .filter(({ column, rule }) => column === null || read.has(column) || malformed.includes(rule))
      .map(({ column, rule, params }) =>
        reasonOf(
          columns.find(({ index }) => index === column),
          rule,
          params,
        ),
      );
}

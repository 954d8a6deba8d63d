import { type BaseField, type ContactEssentials, contactFields, type ImportView } from "@crm/contract";
import { fold } from "@crm/fields";
import type { z } from "zod";
import { Refusal } from "../../platform/error.ts";
import type { StoredQuestion } from "../question/question.service.ts";

type Essentials = z.output<typeof ContactEssentials>;
/** A base field that a file can fill in. The others (code, owner, dates) are the application's own: their columns are ignored. */
type WrittenField = keyof Essentials | "notes";

/** A column of the file, and what it fills: a base field, a question, or nothing. */
export interface Column {
  header: string;
  index: number;
  field?: WrittenField;
  question?: StoredQuestion;
  code: string | null;
  label: string | null;
}

type Target = Omit<Column, "header" | "index">;

const notWritten = ["code", "owner", "emailValidity", "createdAt"] as const;
const isWritten = (field: string): field is WrittenField => !(notWritten as readonly string[]).includes(field);
const baseTarget = ({ code, label, field }: BaseField): Target =>
  isWritten(field) ? { code, label, field } : { code: null, label };

/** Letters and figures alone: « Code postal », CODE_POSTAL and « code-postal » are one. */
const squash = (header: string) => fold(header).replace(/[^\p{L}\p{N}]/gu, "");

/**
 * What each header of the file stands for: the code of a base field, else its label, else the code of a question, else its
 * label, else another usual name of a base field (guide 2.5: headers are the codes). Case, accents and spaces don't count.
 *
 * Refuses with HEADER_MISSING, HEADER_DUPLICATE (two columns with one header, or that fill the same field), HEADER_UNKNOWN
 * when no header is known, and EMAIL_COLUMN_MISSING.
 */
export function readColumns({ row, cells }: { row: number; cells: string[] }, questions: StoredQuestion[]): Column[] {
  const targets = targetsOf(questions);
  const columns = cells.map((cell, index): Column => {
    const header = cell.replace(/\s+/g, " ").trim();
    const target =
      header === "" ? undefined : (targets.exact.get(fold(header)) ?? targets.squashed.get(squash(header)));
    return { header: header.slice(0, 200), index, code: null, label: null, ...target };
  });
  refuseTwins(columns);
  const headers = columns.map(({ header }) => header).filter(Boolean);
  if (!columns.some(({ code }) => code !== null)) {
    throw row === 1 && headers.length > 0
      ? new Refusal("HEADER_UNKNOWN", { headers: headers.slice(0, 20) })
      : new Refusal("HEADER_MISSING");
  }
  if (!columns.some(({ field }) => field === "email")) throw new Refusal("EMAIL_COLUMN_MISSING");
  return columns;
}

function targetsOf(questions: StoredQuestion[]) {
  const named: [name: string, target: Target][] = [
    ...contactFields.map((field) => [field.code, baseTarget(field)] as const),
    ...contactFields.map((field) => [field.label, baseTarget(field)] as const),
    ...questions.map((question) => [question.code, questionTarget(question)] as const),
    ...questions.map((question) => [question.label, questionTarget(question)] as const),
    ...contactFields.flatMap((field) => (field.aliases ?? []).map((alias) => [alias, baseTarget(field)] as const)),
  ].map(([name, target]) => [name, target]);
  // Earlier ones win.
  const [exact, squashed] = [new Map<string, Target>(), new Map<string, Target>()];
  for (const [name, target] of named) {
    if (!exact.has(fold(name))) exact.set(fold(name), target);
    if (!squashed.has(squash(name))) squashed.set(squash(name), target);
  }
  squashed.delete("");
  return { exact, squashed };
}

const questionTarget = (question: StoredQuestion): Target => ({ question, code: question.code, label: question.label });

function refuseTwins(columns: Column[]): void {
  const first = new Map<string, Column>();
  for (const column of columns) {
    if (column.header === "") continue;
    for (const key of [`header ${fold(column.header)}`, ...(column.code === null ? [] : [`code ${column.code}`])]) {
      const twin = first.get(key);
      if (twin)
        throw new Refusal("HEADER_DUPLICATE", {
          header: column.header,
          headers: [...new Set([twin.header, column.header])],
          columns: [columnName(twin.index), columnName(column.index)],
        });
      first.set(key, column);
    }
  }
}

/** « AB » for the column 27, counted from 0: its name in a spreadsheet program. */
function columnName(index: number): string {
  const above = Math.floor(index / 26);
  return `${above > 0 ? columnName(above - 1) : ""}${String.fromCharCode(65 + (index % 26))}`;
}

/** The columns as they are kept and shown. */
export const toImportColumns = (columns: Column[]): ImportView["columns"] =>
  columns.map(({ header, index, code, label }) => ({
    ...{ header, index, code, label },
    by: code === null ? null : "code",
    sample: [],
  }));

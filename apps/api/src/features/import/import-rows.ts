import { ContactEssentials, type ImportView, text } from "@crm/contract";
import { type Answers, answersFromCells, answersSchema, issueSentence } from "@crm/fields";
import type { z } from "zod";
import type { SheetRow } from "../../ports/spreadsheet.ts";
import type { Column } from "./import-columns.ts";

type Essentials = z.output<typeof ContactEssentials>;
export type Reason = ImportView["refusedRows"][number]["reasons"][number];

/** A row whose cells are all right. What its blank cells would fill is left out. */
export interface ReadRow {
  row: number;
  cells: string[];
  email: string;
  essentials: Partial<Essentials>;
  /** Plain text, to be added to the notes. */
  comment: string;
  answers: Answers;
}
export interface RefusedRow {
  row: number;
  cells: string[];
  reasons: Reason[];
}

const Comment = text(50_000);

/**
 * Judges rows by the very schemas that forms use: a row with a cell at fault is refused whole, with each reason. A blank
 * cell says nothing, but for the e-mail. Required questions wait until somebody qualifies the contact, as on creation.
 */
export function rowJudge(columns: Column[]): (row: SheetRow) => ReadRow | RefusedRow {
  const fields = columns.flatMap(({ field, index, header }) =>
    field ? [{ field, index, header, schema: field === "notes" ? Comment : ContactEssentials.shape[field] }] : [],
  );
  const asked = columns.flatMap(({ question, index, header }) => (question ? [{ question, index, header }] : []));
  const questions = asked.map(({ question }) => ({ ...question, required: false }));
  const headerOf = new Map(asked.map(({ question, header }) => [question.id, header]));
  const answerSchema = answersSchema(questions);

  return ({ row, cells }) => {
    const reasons: Reason[] = [];
    const given: Record<string, string> = {};
    for (const { field, index, header, schema } of fields) {
      const cell = (cells[index] ?? "").trim();
      if (cell === "" && field !== "email") continue;
      const result = schema.safeParse(cell);
      if (result.success) given[field] = result.data;
      else reasons.push(reasonOf(header, { ...result.error.issues[0], input: cell } as z.core.$ZodIssue));
    }
    const candidates = answersFromCells(
      questions,
      Object.fromEntries(asked.map(({ question, index }) => [question.code, cells[index]])),
    );
    const answers = answerSchema.safeParse(candidates);
    for (const issue of answers.error?.issues ?? []) {
      const header = headerOf.get(String(issue.path[0])) ?? "";
      const reason = reasonOf(header, issue);
      if (!reasons.some(({ column, message }) => column === header && message === reason.message)) reasons.push(reason);
    }
    if (reasons.length > 0 || !answers.success) return { row, cells, reasons };
    const { notes: comment = "", ...essentials } = given;
    return {
      row,
      cells,
      email: essentials["email"] ?? "",
      essentials: essentials as Partial<Essentials>,
      comment,
      answers: answers.data,
    };
  };
}

const reasonOf = (column: string, issue: z.core.$ZodIssue): Reason => ({
  column,
  index: null,
  message: issueSentence(issue, "fr"),
});

/** A row that repeats the e-mail of an earlier one. */
export const twinRow = (read: ReadRow, columns: Column[], first: number): RefusedRow =>
  refusedFor(read, columns, "email", `Même e-mail que la ligne ${first}.`);

/** A row whose comment finds no room any more under the contact's notes. */
export const fullNotesRow = (read: ReadRow, columns: Column[]): RefusedRow =>
  refusedFor(
    read,
    columns,
    "notes",
    "Avec ce texte, le carnet de notes du contact dépasserait sa taille maximale (100\u202F000 caractères).",
  );

/** A row that names an uploaded file which is not there for whoever imports. */
export const strangeFileRow = ({ row, cells }: ReadRow, columns: Column[], questionId: string): RefusedRow => ({
  row,
  cells,
  reasons: [
    {
      column: columns.find(({ question }) => question?.id === questionId)?.header ?? "",
      index: null,
      message: issueSentence({ rule: "custom", params: { params: { rule: "fileUnknown" } } }, "fr"),
    },
  ],
});

const refusedFor = ({ row, cells }: ReadRow, columns: Column[], field: Column["field"], message: string) => ({
  row,
  cells,
  reasons: [{ column: columns.find((column) => column.field === field)?.header ?? "", index: null, message }],
});

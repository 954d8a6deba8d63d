import { type BaseField, ContactEssentials, contactFields, text } from "@crm/contract";
import type { Answers } from "@crm/fields";
import type { z } from "zod";
import type { SheetRow } from "../../ports/spreadsheet.ts";
import type { StoredQuestion } from "../question/question.service.ts";
import { type Column, questionTarget, type Target } from "./import-columns.ts";
import type { Options, ReadRow, RefusedRow } from "./import-kind.ts";
import { answersJudge, issueReason, required } from "./import-rows.ts";

type Essentials = z.output<typeof ContactEssentials>;
/** A base field that a file can fill in. The others (owner, dates) are the application's own: their columns are ignored. */
type WrittenField = keyof Essentials | "notes" | "code";

const notWritten: readonly string[] = ["owner", "emailValidity", "createdAt"];
const baseTarget = ({ code, label, field, aliases = [] }: BaseField): Target =>
  notWritten.includes(field) ? { code: null, label, aliases: [code, ...aliases] } : { code, label, field, aliases };

/** What a column of a file of contacts can fill. */
export const contactTargets = (questions: StoredQuestion[]): Target[] => [
  ...contactFields.map(baseTarget),
  ...questions.map(questionTarget),
];

/** A row of a contact whose cells are all right. What its blank cells would fill is left out, or empty where they erase. */
export interface ContactRow extends ReadRow {
  /** Capitals; empty: the row has none. */
  code: string;
  /** Empty only beside a code. */
  email: string;
  essentials: Partial<Omit<Essentials, "email">>;
  /** Plain text, to be added to the notes; "" erases them; undefined leaves them. */
  comment: string | undefined;
  answers: Answers;
}

const Comment = text(50_000);

/**
 * Judges rows by the very schemas that forms use: a row with a cell at fault is refused whole, with each reason. The e-mail
 * may be blank only where the contact is known by its code.
 */
export function contactJudge(columns: Column[], options: Options): (row: SheetRow) => ContactRow | RefusedRow {
  const fields = columns.flatMap((column) =>
    column.field && column.field !== "code" ? [{ column, field: column.field as Exclude<WrittenField, "code"> }] : [],
  );
  const judged = fields.map(({ column, field }) => ({
    ...{ column, field, index: column.index },
    schema: field === "notes" ? Comment : ContactEssentials.shape[field],
  }));
  const codeColumn = options.key === "email" ? undefined : columns.find(({ field }) => field === "code");
  const judgeAnswers = answersJudge(columns, options);
  const erases = options.empty === "erase";

  return ({ row, cells }) => {
    const given: Record<string, string> = {};
    const code = codeColumn ? (cells[codeColumn.index] ?? "").trim().toUpperCase() : "";
    const { answers, reasons } = judgeAnswers(cells);
    const own = [];
    for (const { column, field, index, schema } of judged) {
      const cell = (cells[index] ?? "").trim();
      if (cell === "" && (field !== "email" || code !== "")) {
        if (erases && field !== "email") given[field] = "";
        continue;
      }
      const result = schema.safeParse(cell);
      if (result.success) given[field] = result.data;
      else own.push(issueReason(column, { ...result.error.issues[0], input: cell } as z.core.$ZodIssue));
    }
    if (own.length + reasons.length > 0) return { row, cells, reasons: [...own, ...reasons] };
    const { notes: comment, email = "", ...essentials } = given;
    if (email === "" && code === "") return { row, cells, reasons: [required(codeColumn)] };
    return { row, cells, code, email, essentials: essentials as ContactRow["essentials"], comment, answers };
  };
}

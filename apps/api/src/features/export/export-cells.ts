import { fieldTypeOf, type RecordName, type SheetCell, sheetCell } from "@crm/fields";
import type { SheetColumn } from "../../ports/spreadsheet.ts";
import type { Column } from "../export-template/export-columns.service.ts";
import { exportFields, stageCell } from "./export-fields.ts";

/** A row as the query gives it: base fields by the place of their column, answers and stages as objects. */
export interface ExportRow extends Record<string, unknown> {
  answers?: Record<string, unknown>;
  contactAnswers?: Record<string, unknown> | null;
  reached?: Record<string, unknown> | null;
}

/** What the columns ask of a row besides base fields. */
export const needsOf = (record: RecordName, columns: readonly Column[]) => ({
  fields: columns.flatMap(({ panel, name }, place) => {
    const field = exportFields[record][panel]?.[name];
    return field ? [{ alias: `v${place}`, sql: field.sql, join: field.join ?? "" }] : [];
  }),
  answers: columns.some(({ panel, question }) => question && isOwn(record, panel)),
  contactAnswers: columns.some(({ panel, question }) => question && !isOwn(record, panel)),
  reached: columns.some(({ stage }) => stage),
});

const isOwn = (record: RecordName, panel: Column["panel"]) => panel === `${record}Questions`;

/** What turns a row into its cells, in the order of the columns; made once for all rows. */
export function cellsOf(record: RecordName, columns: readonly Column[]): (row: ExportRow) => SheetCell[] {
  const readers = columns.map(({ panel, name, question, stage }, place): ((row: ExportRow) => SheetCell) => {
    const field = exportFields[record][panel]?.[name];
    if (field) {
      const [alias, { cell }] = [`v${place}`, field];
      return (row) => cell(row[alias]);
    }
    if (stage) return ({ reached }) => stageCell(reached?.[stage.id]);
    if (!question) return () => "";
    return isOwn(record, panel)
      ? ({ answers }) => sheetCell(question, answers?.[question.id])
      : ({ contactAnswers }) => sheetCell(question, contactAnswers?.[question.id]);
  });
  return (row) => readers.map((read) => read(row));
}

/** Room for the arrow that filters. */
const arrow = 4;

/** The heads of the columns, wide enough for them and for what usually stands below. */
export const sheetColumns = (record: RecordName, columns: readonly Column[]): SheetColumn[] =>
  columns.map(({ panel, name, code, question }) => {
    const field = exportFields[record][panel]?.[name];
    const usual = field?.width ?? (question && fieldTypeOf(question).storage !== "number" ? 20 : 14);
    return { header: code, width: Math.min(60, Math.max(usual, code.length + arrow)), money: field?.money === true };
  });

import type { Figures } from "@crm/contract";
import type { SheetCell } from "@crm/fields";
import type { PdfBars, PdfDocument, PdfTable } from "../../ports/pdf.ts";
import type { SheetColumn } from "../../ports/spreadsheet.ts";
import { euros, figures, number, percent } from "./report-words.ts";

type Kind = "text" | "count" | "amount" | "figures" | "share" | "days";
/** null: not known, « — ». */
export type PaperCell = string | number | Figures | null;

/** A table as its screen shows it, before anything is written in words. */
export interface PaperTable {
  title?: string;
  columns: { header: string; kind: Kind }[];
  rows: PaperCell[][];
  foot?: PaperCell[];
}

/** A report that goes out on paper or by mail. */
export interface Paper {
  title: string;
  lines: string[];
  /** What its mail says in its text. */
  main: { label: string; value: string }[];
  bars?: PdfBars;
  tables: PaperTable[];
  /** What its spreadsheet tells, where that is not its first table. */
  sheet?: PaperTable;
}

const said: Record<Kind, (cell: PaperCell) => string> = {
  text: String,
  count: (cell) => number(Number(cell)),
  amount: (cell) => euros(Number(cell)),
  figures: (cell) => figures(cell as Figures),
  share: (cell) => percent(Number(cell)),
  days: (cell) => `${number(Math.round(Number(cell) * 10) / 10)} j`,
};
const inWords = (columns: PaperTable["columns"], cells: PaperCell[]) =>
  columns.map(({ kind }, at) => {
    const cell = cells[at] ?? null;
    return cell === null ? "—" : typeof cell === "string" ? cell : said[kind](cell);
  });

/** So many rows are read on paper; an Excel file has them all. */
const mostRows = 200;

/** As it is printed: figures as on screen, in French. */
export function toPdfDocument({ title, lines, bars, tables }: Paper, footer: string): PdfDocument {
  const cut = tables.some(({ rows }) => rows.length > mostRows);
  return {
    title,
    lines: cut ? [...lines, `Les ${mostRows} premières lignes : le fichier Excel les a toutes.`] : lines,
    ...(bars && { bars }),
    tables: tables.map(
      ({ title, columns, rows, foot }): PdfTable => ({
        ...(title && { title }),
        columns: columns.map(({ header, kind }) => ({ header, figures: kind !== "text" })),
        rows: rows.slice(0, mostRows).map((row) => inWords(columns, row)),
        ...(foot && { foot: inWords(columns, foot) }),
      }),
    ),
    footer,
  };
}

/** A table for a spreadsheet: a column for each number. */
export function toSheet({ columns, rows, foot }: PaperTable): { columns: SheetColumn[]; rows: SheetCell[][] } {
  const line = (cells: PaperCell[]) =>
    columns.flatMap(({ kind }, at): SheetCell[] => {
      const cell = cells[at] ?? null;
      if (kind === "figures") return cell === null ? ["", ""] : [(cell as Figures).count, (cell as Figures).amount];
      if (cell === null) return [""];
      return [kind === "share" ? Math.round(Number(cell) * 1000) / 10 : (cell as string | number)];
    });
  return {
    columns: columns.flatMap(({ header, kind }, at): SheetColumn[] => {
      if (kind === "figures") return [{ header }, { header: `${header} (montant)`, money: true }];
      if (kind === "share") return [{ header: `${header} (%)` }];
      return [{ header, ...(kind === "amount" && { money: true }), ...(at === 0 && { width: 28 }) }];
    }),
    rows: [...rows, ...(foot ? [foot] : [])].map(line),
  };
}

import type { Figures } from "@crm/contract";
import { formatDay } from "@crm/fields";
import type { PdfBars, PdfDocument, PdfTable } from "../../ports/pdf.ts";
import type { Book, BookCell, BookColumn, CellFormat } from "../../ports/workbook.ts";
import { euros, figures, number, percent, signed } from "./report-words.ts";

/** `figures`: a number of opportunities and what they are worth; `points`: a difference of shares, in hundredths. */
type Kind = "text" | "count" | "number" | "amount" | "figures" | "share" | "days" | "difference" | "points" | "day";
/** null: not known, « — ». */
export type PaperCell = string | number | Figures | null;

export interface PaperColumn {
  header: string;
  kind: Kind;
  /** Of figures, in a workbook: the head of what they are worth, where that is not « … (montant) ». */
  amount?: string;
  /** Of a status, as the guide draws it. */
  colour?: string;
}

/** A table as its screen shows it, before anything is written in words. */
export interface PaperTable {
  title?: string;
  columns: PaperColumn[];
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
  /** What its workbook tells, a sheet for each, where those are not its tables: there a number is one, and nothing is put in words. */
  sheets?: PaperTable[];
}

const said: Record<Kind, (cell: PaperCell) => string> = {
  text: String,
  count: (cell) => number(Number(cell)),
  amount: (cell) => euros(Number(cell)),
  figures: (cell) => figures(cell as Figures),
  share: (cell) => percent(Number(cell)),
  number: (cell) => number(Number(cell)),
  difference: (cell) => signed(Number(cell)),
  points: (cell) => signed(Number(cell)),
  day: (cell) => formatDay(String(cell)),
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

const formats: Record<Exclude<Kind, "figures">, CellFormat> = {
  text: "text",
  count: "count",
  number: "number",
  amount: "euros",
  share: "percent",
  days: "days",
  difference: "difference",
  points: "points",
  day: "day",
};

/** As a workbook that one hands on: what it is about above each table, a column for each number, so that Excel can reckon. */
export function toBook({ title, lines, tables, sheets = tables }: Paper, madeAt: Date, made: string): Book {
  return {
    ...{ title, madeAt },
    sheets: sheets.map((table) => ({
      name: table.title ?? title.replace(/^.* : /, ""),
      lines: [table.title ? `${title} · ${table.title}` : title, ...lines, made],
      columns: table.columns.flatMap((column, at) => bookColumns(column, widthOf(table, at))),
      rows: table.rows.map((row) => bookCells(table, row)),
      ...(table.foot && { foot: bookCells(table, table.foot) }),
    })),
  };
}

const widths: Partial<Record<Kind, number>> = { amount: 15, figures: 11, count: 12, difference: 10, points: 13 };

/** As wide as its longest text, within reason; figures as they need. */
function widthOf({ columns, rows }: PaperTable, at: number): number {
  const kind = columns[at]?.kind ?? "text";
  if (kind !== "text") return widths[kind] ?? 12;
  const lengths = rows.map((cells) => (typeof cells[at] === "string" ? String(cells[at]).length : 0));
  return Math.min(48, Math.round(Math.max(18, ...lengths) * 1.15) + 2);
}

function bookColumns({ header, kind, amount, colour }: PaperColumn, width: number): BookColumn[] {
  const look = { width, ...(colour && { colour }) };
  if (kind !== "figures") return [{ header, format: formats[kind], ...look }];
  return [
    { header, format: "count", ...look },
    { header: amount ?? `${header} (montant)`, format: "euros", ...look, width: 15 },
  ];
}

const bookCells = ({ columns }: PaperTable, cells: PaperCell[]): BookCell[] =>
  columns.flatMap(({ kind }, at): BookCell[] => {
    const cell = cells[at] ?? null;
    if (kind === "figures") return cell === null ? [null, null] : [(cell as Figures).count, (cell as Figures).amount];
    if (kind === "day" && typeof cell === "string") return [{ day: cell }];
    return [cell as string | number | null];
  });

import type { SheetCell } from "@crm/fields";

/** How the cells of a column are shown; shares and differences of shares are fractions (0.425: 42,5 %). */
export type CellFormat =
  | "text"
  | "count"
  | "number"
  | "euros"
  | "percent"
  | "days"
  | "difference"
  | "points"
  | "day"
  | "moment";

export interface BookColumn {
  header: string;
  format: CellFormat;
  /** In characters. */
  width: number;
  /** What its head is filled with, « #1f8f4d ». */
  colour?: string;
  /** Said beside its head to whoever points at it. */
  note?: string;
  /** What its cells may be: a list that drops down. Something else is asked about, unless `free`. */
  choices?: { values: readonly string[]; free?: boolean };
}

/** null: left empty. */
export type BookCell = SheetCell | null;

export interface BookSheet {
  /** Without what a program does not allow in it, and cut to 31 characters. */
  name: string;
  /** Above the table: its title, then what it is about. */
  lines: readonly string[];
  columns: readonly BookColumn[];
  rows: readonly BookCell[][];
  /** The line of totals. */
  foot?: BookCell[];
  /** To be filled in: the rows that are there are only examples, and the rows to come are formatted. */
  toFill?: boolean;
}

export interface Book {
  title: string;
  madeAt: Date;
  sheets: readonly BookSheet[];
}

/**
 * Writes workbooks that people read and fill in: formatted, frozen heads, ready to print. All of it in memory: for some
 * thousands of rows; what may be longer is for the spreadsheet port.
 */
export interface WorkbookWriter {
  write(book: Book): Promise<Buffer>;
}

import type { Readable } from "node:stream";
import type { CsvDelimiter, CsvText, ErrorCode, TextEncoding } from "@crm/contract";
import type { SheetCell } from "@crm/fields";

/**
 * What is wrong with a cell, or with its row as a whole (null): quotes that are not as they should be, letters that seem to be
 * of another encoding, a formula that failed or whose result is not in the file; of a vCard, an end that is missing, a line that
 * is no property, a text in no card, an encoding that can't be read.
 */
export interface CellFault {
  column: number | null;
  rule:
    | "openQuote"
    | "strayQuote"
    | "afterQuote"
    | "doubtfulText"
    | "failedFormula"
    | "formulaUnread"
    | "cardOpen"
    | "cardLine"
    | "cardOutside"
    | "cardText";
  params: Record<string, string | number>;
}

/** A row of a sheet: its number as the spreadsheet program shows it, and its cells as text (dates as yyyy-mm-dd). */
export interface SheetRow {
  row: number;
  cells: string[];
  /** Numbers as the spreadsheet program shows them in French, by their column, where that is something else. */
  shown?: Record<number, string>;
  faults?: CellFault[];
}

/** What a file holds: the names of its sheets, and of the one that is read; a CSV or vCard has none, but how its text was read. */
export interface Book {
  sheets: string[];
  sheet: string | null;
  /** The first rows of each visible sheet, where there are several and none was asked for. */
  heads?: { sheet: string; rows: SheetRow[] }[];
  text?: CsvText;
}

export interface SheetReading {
  /** Which sheet; left out: the first one that holds something. HEADER_MISSING when there is none of that name. */
  sheet?: string | undefined;
  /** Of a CSV or vCard; left out: found by evidence. */
  encoding?: TextEncoding | undefined;
  delimiter?: CsvDelimiter | undefined;
  /** Told once, before the first row. */
  onBook?: (book: Book) => void;
}

/** Why a file can't be read as a spreadsheet; becomes the refusal of the same code. */
export class UnreadableSpreadsheet extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;
  constructor(code: ErrorCode, details: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** What ends a cell that holds only the beginning of a text, which a spreadsheet program could not hold whole. */
export const cutNotice = "… [coupé : une cellule d’Excel s’arrête là ; tout est dans un export CSV brut]";

/** Whether a cell holds only the beginning of a text; told in fewer words by releases before. */
export const isCut = (cell: string): boolean =>
  cell.length > 30_000 &&
  /… \[coupé : une cellule d’Excel s’arrête là ; tout est dans un export CSV( brut)?\]\s*$/.test(cell);

export interface SheetColumn {
  header: string;
  /** In characters. */
  width?: number;
  /** Its numbers are sums of money. */
  money?: boolean;
}

/** A table to write: its columns, and its rows in batches as they come. A row may be shorter than the columns are many. */
export interface SheetTable {
  /** Of the sheet; with too many rows for one, others follow under the same name with a number. */
  name: string;
  columns: SheetColumn[];
  rows: AsyncIterable<SheetCell[][]>;
  /** Told of each text that the format can't hold whole. */
  onCut?: () => void;
}

/** Reads xlsx, CSV and vCards by stream, and writes the first two so. */
export interface SpreadsheetReader {
  /** A sheet's rows, empty ones left out; throws UnreadableSpreadsheet. Memory stays flat. */
  rows(content: () => Promise<Readable>, reading?: SheetReading): AsyncIterable<SheetRow>;
  /** Removes what killed processes left on this machine of files that they were reading. Gives how many. */
  forgetCopies(): Promise<number>;
  /** An xlsx of text cells, streamed. */
  write(rows: AsyncIterable<string[]> | Iterable<string[]>): Readable;
  /** A table with typed cells, streamed; « csv » is made for spreadsheet programs, « csv-raw » for others. Ending the stream early ends its rows. */
  table(format: "xlsx" | "csv" | "csv-raw", table: SheetTable): Readable;
}

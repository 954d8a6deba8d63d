import type { Readable } from "node:stream";
import type { ErrorCode } from "@crm/contract";

/** A row of a sheet: its number as the spreadsheet program shows it, and its cells as text (dates as yyyy-mm-dd). */
export interface SheetRow {
  row: number;
  cells: string[];
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

/** Reads xlsx and CSV by stream and writes small xlsx reports. */
export interface SpreadsheetReader {
  /** The first sheet's rows, empty ones left out; throws UnreadableSpreadsheet. Memory stays flat. */
  rows(content: () => Promise<Readable>): AsyncIterable<SheetRow>;
  /** An xlsx of text cells, streamed. */
  write(rows: AsyncIterable<string[]> | Iterable<string[]>): Readable;
}

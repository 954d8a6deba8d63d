import { importLimits } from "@crm/contract";

/** How far a file is followed before it is refused: what protects the server from bombs, not a quota. */
export interface SheetLimits {
  /** Bytes of a workbook once inflated, all its parts that are read together. */
  inflatedBytes: number;
  /** Bytes of its table of texts, which stays in memory. */
  sharedTextBytes: number;
  /** Rows gone through, empty ones included: a sheet has 1,048,576. */
  rowsSeen: number;
  /** Rows that say something, headers included; also what our own writer puts into one sheet, so that each can be taken back. */
  rows: number;
  columns: number;
  /** How long the reader may work without giving a row. */
  silenceMs: number;
  /** Memory of the reader's own heap. */
  heapMegabytes: number;
}

export const sheetLimits: SheetLimits = {
  inflatedBytes: 2 * 1024 * 1024 * 1024,
  sharedTextBytes: 100 * 1024 * 1024,
  rowsSeen: 1_100_000,
  rows: importLimits.rows + 1,
  columns: importLimits.columns,
  silenceMs: 60_000,
  heapMegabytes: 768,
};

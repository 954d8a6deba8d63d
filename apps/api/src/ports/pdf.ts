/** A table on paper: its heads are said again on each page. */
export interface PdfTable {
  title?: string;
  /** `figures`: what stands in it are numbers, under one another. */
  columns: { header: string; figures?: boolean }[];
  rows: string[][];
  /** The line of totals. */
  foot?: string[];
}

/** Bars of segments, one under the other, drawn to one scale. */
export interface PdfBars {
  rows: { label: string; said: string; segments: { value: number; colour: string }[] }[];
  legend: { label: string; colour: string }[];
}

export interface PdfDocument {
  title: string;
  /** What it is about, under the title. */
  lines: string[];
  bars?: PdfBars;
  tables: PdfTable[];
  /** Under each page, before its number. */
  footer: string;
}

/** Writes documents as PDF. */
export interface PdfWriter {
  write(document: PdfDocument): Promise<Buffer>;
}

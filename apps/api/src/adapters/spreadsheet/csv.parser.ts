import { type CellFault, UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";

/** A record of a CSV: the line of the file on which it starts, how many it takes, and what is malformed in it. */
export interface CsvRecord {
  cells: string[];
  line: number;
  lines: number;
  faults: CellFault[];
}

/**
 * Longest record, in characters: how far the end of a quoted cell is looked for. A contact of ours with as many questions
 * of long text as there may be columns is no longer, quotes aside.
 */
const longestRecord = 25_000_000;

interface Cell {
  text: string;
  /** Where it ends: at a delimiter, a line end, or the end of the text. */
  end: number;
  /** It holds a quote that neither opens nor closes it. */
  stray: boolean;
}

/**
 * A CSV by stream (RFC 4180), that eats nothing: where quotes are not as they should be, its line alone is taken, marked as
 * malformed, and reading goes on with the next one. Lines behind such a line that may be its rest are marked too, until one
 * is whole again. No library does that: they stop, or read on within the quotes.
 */
export class CsvParser {
  private rest = "";
  private line = 1;
  /** The line of the malformed record that what follows may be the rest of. */
  private after: number | null = null;
  private readonly delimiter: string;
  /** Cells of most records of this file. */
  private readonly width: number;

  constructor({ delimiter, width }: { delimiter: string; width: number }) {
    this.delimiter = delimiter;
    this.width = width;
  }

  /** The records that are whole now. Refuses with FILE_BROKEN a line that is longer than a record may be. */
  write(chunk: string): CsvRecord[] {
    return this.take(this.rest + chunk, false);
  }

  end(): CsvRecord[] {
    return this.take(this.rest, true);
  }

  private take(source: string, last: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let at = 0;
    while (at < source.length) {
      const read = this.next(source, at, last);
      if (!read) break;
      const lines = countLines(source, at, read.end);
      records.push({ cells: read.cells, line: this.line, lines, faults: read.faults });
      this.line += lines;
      at = read.end;
    }
    this.rest = source.slice(at);
    return records;
  }

  /** The record at a place; undefined when its end is not there yet. */
  private next(source: string, at: number, last: boolean) {
    const read = recordAt(source, at, this.delimiter, last);
    if (read === "more" && source.length - at < longestRecord) return undefined;
    if (typeof read === "string" || this.swallows(source, at, read.end)) return this.malformed(source, at, last);
    if (this.after === null || read.cells.every((cell) => cell.trim() === "")) return { ...read, faults: [] };
    if (read.cells.length === this.width && read.stray === -1) {
      this.after = null;
      return { ...read, faults: [] };
    }
    const column = read.stray === -1 ? null : read.stray;
    return { ...read, faults: [{ column, rule: "afterQuote", params: { line: this.after } } as const] };
  }

  /** One line alone, its cells as far as they can be told. */
  private malformed(source: string, from: number, last: boolean) {
    const stop = lineStop(source, from);
    const end = lineEnd(source, stop, last);
    if (end === -1) {
      if (source.length - from < longestRecord) return undefined;
      throw new UnreadableSpreadsheet("FILE_BROKEN", { line: this.line });
    }
    const text = source.slice(from, stop);
    const [cells, faults]: [string[], CellFault[]] = [[], []];
    for (let at = 0; at <= text.length; ) {
      let cell = cellAt(text, at, this.delimiter, true);
      if (typeof cell === "string") {
        const rule = closingQuote(text, text.indexOf('"', at)) === -1 ? "openQuote" : "strayQuote";
        faults.push({ column: cells.length, rule, params: { line: this.line } });
        const next = text.indexOf(this.delimiter, at);
        const stop = next === -1 ? text.length : next;
        cell = { text: text.slice(at, stop), end: stop, stray: true };
      }
      cells.push(cell.text);
      at = cell.end + 1;
    }
    this.after = this.line;
    return { cells, end, faults };
  }

  /**
   * Whether the quotes of a record swallowed others: each of its lines, quotes left aside, has as many cells as records have.
   * Two cells are soon there by chance (« 12 rue X; bât. B »): of so few, an e-mail address must be among the later lines.
   */
  private swallows(source: string, from: number, end: number): boolean {
    if (this.width < 2 || lineEnd(source, lineStop(source, from), true) >= end) return false;
    const [first = "", ...others] = source
      .slice(from, end)
      .replace(/(\r\n?|\n)$/, "")
      .split(/\r\n?|\n/);
    const cells = others.map((line) => line.split(this.delimiter));
    if (first.split(this.delimiter).length !== this.width || cells.some((one) => one.length !== this.width))
      return false;
    return this.width > 2 || cells.flat().some((cell) => /^[^\s"@]+@[^\s"@]+\.[^\s"@]+$/.test(cell.trim()));
  }
}

/** `stray`: the first cell with a quote that neither opens nor closes it; -1: none. « bad »: a quote is not as it should be. */
function recordAt(source: string, from: number, delimiter: string, last: boolean) {
  const cells: string[] = [];
  let [at, stray] = [from, -1];
  for (;;) {
    const cell = cellAt(source, at, delimiter, last);
    if (typeof cell === "string") return cell;
    if (cell.stray && stray === -1) stray = cells.length;
    cells.push(cell.text);
    if (source[cell.end] === delimiter) {
      at = cell.end + 1;
      continue;
    }
    const end = lineEnd(source, cell.end, last);
    return end === -1 ? "more" : { cells, end, stray };
  }
}

function cellAt(source: string, at: number, delimiter: string, last: boolean): Cell | "more" | "bad" {
  let quote = at;
  while (source.charCodeAt(quote) === 32) quote++;
  if (source.charCodeAt(quote) === 34) {
    const close = closingQuote(source, quote);
    if (close === -1) return last ? "bad" : "more";
    let end = close + 1;
    while (source.charCodeAt(end) === 32) end++;
    if (end === source.length && !last) return "more";
    if (end < source.length && source[end] !== delimiter && !isLineEnd(source.charCodeAt(end))) return "bad";
    return { text: source.slice(quote + 1, close).replaceAll('""', '"'), end, stray: false };
  }
  const mark = delimiter.charCodeAt(0);
  let end = at;
  for (; end < source.length; end++) {
    const code = source.charCodeAt(end);
    if (code === mark || isLineEnd(code)) break;
  }
  const text = source.slice(at, end);
  return { text, end, stray: text.includes('"') };
}

/** Where the quote that opens at a place is closed; -1: nowhere yet. A doubled one is a quote of the text. */
function closingQuote(source: string, open: number): number {
  for (let at = source.indexOf('"', open + 1); at !== -1; at = source.indexOf('"', at + 2))
    if (source.charCodeAt(at + 1) !== 34) return at;
  return -1;
}

const isLineEnd = (code: number) => code === 10 || code === 13;

/** Where the text of a line ends. */
function lineStop(source: string, from: number): number {
  let at = from;
  while (at < source.length && !isLineEnd(source.charCodeAt(at))) at++;
  return at;
}

/** Behind the line end at a place (CRLF, LF or CR), or behind the text; -1: more of it may come. */
function lineEnd(source: string, at: number, last: boolean): number {
  if (at >= source.length) return last ? at : -1;
  if (source.charCodeAt(at) === 10) return at + 1;
  if (at + 1 === source.length) return last ? at + 1 : -1;
  return source.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
}

function countLines(source: string, from: number, end: number): number {
  let lines = 0;
  for (let at = from; at < end; lines++) at = lineEnd(source, lineStop(source, at), true);
  return lines;
}

import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { parse } from "csv-parse";
import { type SheetRow, UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import type { SheetLimits } from "./sheet.limits.ts";

const batchSize = 500;
/** Longest row, in bytes: a quote that is never closed would otherwise swallow the file. */
const longestRow = 2_000_000;

/** The rows of a CSV, by batches. The delimiter is the one its header line holds most of: `;`, tab, `,` or `|`. */
export async function* csvRows(path: string, encoding: string, limits: SheetLimits): AsyncGenerator<SheetRow[]> {
  const { delimiter, skip } = await dialect(path, encoding);
  const parser = parse({
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: longestRow,
    from_line: skip + 1,
  });
  const source = Readable.from(decoded(path, encoding));
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  let [seen, filled] = [0, 0];
  let batch: SheetRow[] = [];
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      if (++seen > limits.rowsSeen) throw new UnreadableSpreadsheet("TOO_MANY_ROWS", { limit: limits.rows - 1 });
      const width = record.findLastIndex((cell) => cell.trim() !== "") + 1;
      if (width === 0) continue;
      if (width > limits.columns) throw new UnreadableSpreadsheet("TOO_MANY_COLUMNS", { limit: limits.columns });
      if (++filled > limits.rows) throw new UnreadableSpreadsheet("TOO_MANY_ROWS", { limit: limits.rows - 1 });
      const cells = record.slice(0, width);
      batch.push({ row: seen, cells: encoding === "windows-1252" ? cells.map(mendThousands) : cells });
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/**
 * The narrow space that French writes between thousands doesn't exist in windows-1252: programs save « 13 314,11 € » as
 * « 13?314,11 € ». Between groups of three figures a question mark can mean nothing else.
 */
const mendThousands = (cell: string) =>
  /^\s*-?\d{1,3}(\?\d{3})+([,.]\d*)?\s*\??\s*€?\s*$/.test(cell) ? cell.replaceAll("?", " ") : cell;

async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path)) {
    const text = decoder.decode(chunk as Buffer, { stream: true });
    if (text.includes("\0")) throw new UnreadableSpreadsheet("FILE_NOT_A_SPREADSHEET");
    if (text) yield text;
  }
  const rest = decoder.decode();
  if (rest) yield rest;
}

/** The delimiter, and how many lines say nothing but it (« sep=; », which Excel reads and hides). */
async function dialect(path: string, encoding: string): Promise<{ delimiter: string; skip: number }> {
  let head = "";
  for await (const text of decoded(path, encoding)) {
    head += text;
    if (head.length > 100_000) break;
  }
  const told = /^sep=(.)\r?\n/i.exec(head);
  if (told?.[1]) return { delimiter: told[1], skip: 1 };
  const header =
    unquoted(head)
      .split(/\r\n?|\n/)
      .find((line) => line.trim() !== "") ?? "";
  const count = (mark: string) => header.split(mark).length;
  return {
    delimiter: [";", "\t", ",", "|"].reduce((best, mark) => (count(mark) > count(best) ? mark : best)),
    skip: 0,
  };
}

const unquoted = (text: string) => text.replace(/"[^"]*("|$)/g, "");

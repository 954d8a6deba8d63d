import type { CsvText } from "@crm/contract";
import type { Ctx } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import type { SheetRow } from "../../ports/spreadsheet.ts";
import { editsOf, type StoredImport } from "./import.queries.ts";
import type { Options } from "./import-kind.ts";
import { isExample } from "./template-fields.ts";

/** Rows of a sheet among which its headers are looked for, and those read ahead for samples. */
const [headerWithin, ahead] = [20, 40];

/** A file being read: its header, a few rows for samples, and its rows from there on with the corrections made on screen, without the example of a template. */
export interface Source {
  sheets: string[];
  sheet: string | null;
  /** How a CSV was read. */
  text?: CsvText;
  header: SheetRow;
  sample: string[][];
  rows: AsyncIterable<SheetRow>;
  close(): Promise<void>;
}

/**
 * Opens the file of an import. `knows` says how many headers of a row stand for something: the header row is the first
 * that holds two of them, else one, else the first that holds anything, unless the options name it.
 * Refuses with HEADER_MISSING, and as the spreadsheet reader does.
 */
export async function openSource(ctx: Ctx, row: StoredImport, knows: (cells: string[]) => number): Promise<Source> {
  const options = row.options as Options;
  const book: Pick<Source, "sheets" | "sheet" | "text"> = { sheets: [], sheet: null };
  const rows = ctx.spreadsheets
    .rows(() => ctx.files.read(row.file.key), {
      sheet: options.sheet,
      encoding: options.encoding,
      delimiter: options.delimiter,
      onBook: (found) => Object.assign(book, found),
    })
    [Symbol.asyncIterator]();
  const close = async () => void (await rows.return?.());
  try {
    const first: SheetRow[] = [];
    const enough = () => first.length >= ahead && (first.at(-1)?.row ?? 0) >= (options.headerRow ?? 0);
    while (!enough()) {
      const { value, done } = await rows.next();
      if (done) break;
      first.push(value);
      // Of a header far down, only what is near it is of use.
      if (options.headerRow !== undefined && value.row < options.headerRow) first.length = 0;
    }
    const at = headerPlace(first, options.headerRow, knows);
    const header = first[at];
    if (!header) throw new Refusal("HEADER_MISSING");
    const edits = await editsOf(ctx, row.id);
    const corrected = (sheetRow: SheetRow) => withEdits(sheetRow, edits.get(sheetRow.row));
    const next = first
      .slice(at + 1)
      .filter(({ cells }) => !isExample(cells))
      .map(corrected);
    const sample = next.map(({ cells }) => cells);
    return { ...book, header, sample, rows: following(next, rows, corrected), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function* following(
  next: SheetRow[],
  rows: AsyncIterator<SheetRow>,
  corrected: (row: SheetRow) => SheetRow,
): AsyncGenerator<SheetRow> {
  yield* next;
  for (;;) {
    const { value, done } = await rows.next();
    if (done) return;
    if (!isExample(value.cells)) yield corrected(value);
  }
}

function headerPlace(rows: SheetRow[], asked: number | undefined, knows: (cells: string[]) => number): number {
  if (asked !== undefined) return rows.findIndex(({ row }) => row === asked);
  const known = rows.slice(0, headerWithin).map(({ cells }) => knows(cells));
  const two = known.findIndex((count) => count >= 2);
  const one = known.indexOf(1);
  return two !== -1 ? two : Math.max(one, 0);
}

/** A cell that was corrected is wrong no more; what is wrong with the row as a whole was seen by whoever corrected it. */
function withEdits(sheetRow: SheetRow, edits: ReadonlyMap<number, string> | undefined): SheetRow {
  if (!edits) return sheetRow;
  const { row, cells, faults = [] } = sheetRow;
  const corrected = [...cells];
  for (const [column, value] of edits) {
    while (corrected.length < column) corrected.push("");
    corrected[column] = value;
  }
  return { row, cells: corrected, faults: faults.filter(({ column }) => column !== null && !edits.has(column)) };
}

import type { CsvText, ImportOptions } from "@crm/contract";
import type { Ctx } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import type { Book, SheetRow } from "../../ports/spreadsheet.ts";
import { bytesUnder } from "../file/file.service.ts";
import { isExample } from "./template-fields.ts";

/** Rows of a sheet among which its headers are looked for, and those read ahead for samples. */
const [headerWithin, ahead] = [20, 40];

/** A file being read: which sheet of which, its header, and its rows from there on, without the example of a template; `next` are the first of them. */
export interface Table {
  sheets: string[];
  sheet: string | null;
  /** How a CSV was read. */
  text?: CsvText;
  header: SheetRow;
  next: SheetRow[];
  rows: AsyncIterable<SheetRow>;
  close(): Promise<void>;
}

type Asked = Pick<ImportOptions, "sheet" | "headerRow" | "encoding" | "delimiter">;

/**
 * Opens a stored file as a table. `knows` says how many headers of a row stand for something: the header row is the first
 * that holds two of them, else one, else the first that holds anything; the sheet is the first visible one with such a row,
 * else the first that holds something; unless `asked` names them. Refuses with HEADER_MISSING, and as the reader does.
 */
export async function openTable(
  ctx: Ctx,
  key: string,
  asked: Asked,
  knows: (cells: string[]) => number,
): Promise<Table> {
  const { sheet, headerRow, encoding, delimiter } = asked;
  const book: Book = { sheets: [], sheet: null };
  const rows = ctx.spreadsheets
    .rows(() => bytesUnder(ctx, key), { sheet, encoding, delimiter, onBook: (found) => Object.assign(book, found) })
    [Symbol.asyncIterator]();
  const close = async () => void (await rows.return?.());
  try {
    const first: SheetRow[] = [];
    const enough = () => first.length >= ahead && (first.at(-1)?.row ?? 0) >= (headerRow ?? 0);
    while (!enough()) {
      const { value, done } = await rows.next();
      if (done) break;
      first.push(value);
      // Of a header far down, only what is near it is of use.
      if (headerRow !== undefined && value.row < headerRow) first.length = 0;
    }
    const { heads = [], ...told } = book;
    const known = heads.map(({ rows }) => Math.max(0, ...knownIn(rows, knows)));
    const better = heads[known.findIndex((count) => count >= 2)] ?? heads[known.indexOf(1)];
    if (better && better.sheet !== book.sheet) {
      await close();
      return await openTable(ctx, key, { ...asked, sheet: better.sheet }, knows);
    }
    const at = headerPlace(first, headerRow, knows);
    const header = first[at];
    if (!header) throw new Refusal("HEADER_MISSING");
    const next = first.slice(at + 1).filter(({ cells }) => !isExample(cells));
    return { ...told, header, next, rows: following(next, rows), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function* following(next: SheetRow[], rows: AsyncIterator<SheetRow>): AsyncGenerator<SheetRow> {
  yield* next;
  for (;;) {
    const { value, done } = await rows.next();
    if (done) return;
    if (!isExample(value.cells)) yield value;
  }
}

const knownIn = (rows: SheetRow[], knows: (cells: string[]) => number) =>
  rows.slice(0, headerWithin).map(({ cells }) => knows(cells));

function headerPlace(rows: SheetRow[], asked: number | undefined, knows: (cells: string[]) => number): number {
  if (asked !== undefined) return rows.findIndex(({ row }) => row === asked);
  const known = knownIn(rows, knows);
  const two = known.findIndex((count) => count >= 2);
  return two !== -1 ? two : Math.max(known.indexOf(1), 0);
}

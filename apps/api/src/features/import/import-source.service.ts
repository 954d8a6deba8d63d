import type { Ctx } from "../../platform/context.ts";
import type { SheetRow } from "../../ports/spreadsheet.ts";
import { editsOf, type StoredImport } from "./import.queries.ts";
import type { Column } from "./import-columns.ts";
import type { Options } from "./import-kind.ts";
import { asRead } from "./import-rows.ts";
import { openTable, type Table } from "./import-table.service.ts";

/** A file being imported: its table, with the corrections made on screen, and a few rows for samples. */
export interface Source extends Omit<Table, "next"> {
  sample: string[][];
}

/** Opens the file of an import; `columnsOf` matches the headers of a row. Refuses as `openTable`. */
export async function openSource(
  ctx: Ctx,
  row: StoredImport,
  columnsOf: (cells: string[]) => Column[],
): Promise<Source> {
  const knows = (cells: string[]) => columnsOf(cells).filter(({ code }) => code !== null).length;
  const { next, ...table } = await openTable(ctx, row.file.key, row.options as Options, knows);
  try {
    const read = asRead(columnsOf(table.header.cells));
    const edits = await editsOf(ctx, row.id);
    const corrected = (sheetRow: SheetRow) => read(withEdits(sheetRow, edits.get(sheetRow.row)));
    return { ...table, sample: next.map((one) => corrected(one).cells), rows: mapped(table.rows, corrected) };
  } catch (error) {
    await table.close();
    throw error;
  }
}

async function* mapped(rows: AsyncIterable<SheetRow>, to: (row: SheetRow) => SheetRow): AsyncGenerator<SheetRow> {
  for await (const row of rows) yield to(row);
}

/** A cell that was corrected is wrong no more; what is wrong with the row as a whole was seen by whoever corrected it. */
function withEdits(sheetRow: SheetRow, edits: ReadonlyMap<number, string> | undefined): SheetRow {
  if (!edits) return sheetRow;
  const { row, cells, shown = {}, faults = [] } = sheetRow;
  const corrected = [...cells];
  for (const [column, value] of edits) {
    while (corrected.length < column) corrected.push("");
    corrected[column] = value;
  }
  return {
    ...{ row, cells: corrected },
    shown: Object.fromEntries(Object.entries(shown).filter(([column]) => !edits.has(Number(column)))),
    faults: faults.filter(({ column }) => column !== null && !edits.has(column)),
  };
}

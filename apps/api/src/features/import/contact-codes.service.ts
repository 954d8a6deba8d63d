import type { CsvText, ImportOptions } from "@crm/contract";
import type { Ctx } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import type { Column } from "./import-columns.ts";
import { chosenOf, columnsFor } from "./import-judging.service.ts";
import type { Reason } from "./import-kind.ts";
import { asRead, faultReasons } from "./import-rows.ts";
import { openTable } from "./import-table.service.ts";

/** What a file of contact codes says. */
export interface ContactCodes {
  codes: Set<string>;
  rows: number;
  blank: number;
  /** Rows whose code can't be told. */
  unreadable: { row: number; reasons: Reason[] }[];
}

/**
 * The codes of a stored file, each once; sheet, header row and column are found as an import of contacts finds them. Refuses with
 * HEADER_MISSING, CODE_COLUMN_MISSING, HEADER_DUPLICATE and NO_ROWS.
 */
export async function readContactCodes(
  ctx: Ctx,
  {
    key,
    userId,
    reading,
    onText,
  }: {
    key: string;
    userId: string;
    reading: Pick<ImportOptions, "encoding" | "delimiter">;
    /** Told how a CSV is read, before anything can be wrong with it. */
    onText: (text: CsvText) => Promise<unknown>;
  },
): Promise<ContactCodes> {
  const of = { record: "contact", userId, mapping: {} };
  const columnsOf = await columnsFor(ctx, of, await chosenOf(ctx, of));
  const codes = (cells: string[]) => columnsOf(cells).filter(({ field }) => field === "code");
  // A row without the code is no header here, whatever else it names.
  const table = await openTable(ctx, key, reading, (cells) => (codes(cells).length > 0 ? 2 : 0));
  try {
    if (table.text) await onText(table.text);
    const column = codeColumn(table.header.cells, codes(table.header.cells));
    const [shown, faulty] = [asRead([column]), faultReasons([column])];
    const read: ContactCodes = { codes: new Set(), rows: 0, blank: 0, unreadable: [] };
    for await (const row of table.rows) {
      read.rows++;
      const reasons = faulty(row);
      const code = (shown(row).cells[column.index] ?? "").trim().toUpperCase();
      if (reasons.length > 0) read.unreadable.push({ row: row.row, reasons });
      else if (code === "") read.blank++;
      else read.codes.add(code);
    }
    if (read.rows === 0) throw new Refusal("NO_ROWS");
    return read;
  } finally {
    await table.close();
  }
}

function codeColumn(headers: string[], [first, second]: Column[]): Column {
  if (headers.every((header) => header.trim() === "")) throw new Refusal("HEADER_MISSING");
  if (first === undefined) throw new Refusal("CODE_COLUMN_MISSING", { headers: headers.slice(0, 20) });
  if (second !== undefined) throw new Refusal("HEADER_DUPLICATE", { headers: [first.header, second.header] });
  return first;
}

import { cellText, type SheetCell, spacedPhone } from "@crm/fields";
import type { SheetTable } from "../../ports/spreadsheet.ts";
import { fitted } from "./cell.bounds.ts";
import { guardCell } from "./cell.guard.ts";

/**
 * A CSV in UTF-8 with its mark, `;`, CRLF; streamed. Made to be opened by Excel or LibreOffice, which then run no text, leave
 * phone numbers what they are and can hold every cell; `raw`: every text as it is kept, for other programs.
 */
export async function* csvOf({ columns, rows, onCut }: SheetTable, { raw = false } = {}): AsyncGenerator<string> {
  const text = raw ? cellText : (cell: SheetCell) => fitted(spreadsheetText(cell), onCut);
  const line = (cells: SheetCell[]) => `${cells.map((cell) => quoted(text(cell))).join(";")}\r\n`;
  yield `\uFEFF${line(columns.map(({ header }) => header))}`;
  for await (const batch of rows) {
    let lines = "";
    for (const cells of batch) lines += line(cells);
    yield lines;
  }
}

function spreadsheetText(cell: SheetCell): string {
  if (typeof cell === "string") return guardCell(cell);
  return typeof cell === "object" && "phone" in cell ? guardCell(spacedPhone(cell.phone)) : cellText(cell);
}

const quoted = (text: string) => (/[;,"\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

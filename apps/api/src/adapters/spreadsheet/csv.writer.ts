import { cellText, type SheetCell } from "@crm/fields";
import type { SheetTable } from "../../ports/spreadsheet.ts";
import { guardCell } from "./cell.guard.ts";

/** A CSV as French Excel opens it: UTF-8 with its mark, `;`, CRLF; streamed. */
export async function* csvOf({ columns, rows }: SheetTable): AsyncGenerator<string> {
  yield `\uFEFF${line(columns.map(({ header }) => header))}`;
  for await (const batch of rows) {
    let lines = "";
    for (const cells of batch) lines += line(cells);
    yield lines;
  }
}

const line = (cells: SheetCell[]) => `${cells.map(field).join(";")}\r\n`;

function field(cell: SheetCell): string {
  const text = typeof cell === "string" ? guardCell(cell) : cellText(cell);
  return /[;,"\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

import { parentPort } from "node:worker_threads";
import { cellText } from "@crm/fields";
import ExcelJS from "exceljs";
import type { Book, BookCell, BookColumn, BookSheet, CellFormat } from "../../ports/workbook.ts";
import { fitted } from "../spreadsheet/cell.bounds.ts";

const ink = { text: "FF1F2430", dim: "FF5B6270", line: "FFD5D9E0", wash: "FFE8EBF0", white: "FFFFFFFF" };
const font = "Calibri";
/** So many rows of a sheet to fill in have their lists. */
const rowsToFill = 10_000;

/** As Excel writes them: it shows « , » and a thin space where the computer is French. */
const formats: Record<CellFormat, string> = {
  text: "@",
  count: "#,##0",
  number: "#,##0.##########",
  euros: '#,##0.00\\ "€"',
  percent: "0.0\\ %",
  days: '0.0\\ "j"',
  difference: '+#,##0;"−"#,##0;"="',
  points: '+0.0;"−"0.0;"="',
  day: "dd/mm/yyyy",
  moment: "dd/mm/yyyy hh:mm",
};
/** Amounts without cents, where none has any. */
const wholeEuros = '#,##0\\ "€"';

/** The values of lists stand on a sheet of their own: written into the cell they could be no longer than 255 characters. */
const listsName = "Listes";

async function written({ title, madeAt, sheets }: Book): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  Object.assign(book, { title: texted(title), creator: "CRM", created: madeAt, modified: madeAt });
  const lists: string[][] = [];
  for (const sheet of sheets) addSheet(book, sheet, title, lists);
  if (lists.length > 0) addLists(book, lists);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

function addSheet(book: ExcelJS.Workbook, sheet: BookSheet, title: string, lists: string[][]): void {
  const { columns, rows, foot, toFill } = sheet;
  const head = sheet.lines.length === 0 ? 1 : sheet.lines.length + 2;
  const page = book.addWorksheet(nameOf(sheet.name, book), {
    views: [{ state: "frozen", ySplit: head, ...(!toFill && { xSplit: 1 }), showGridLines: toFill === true }],
    pageSetup: {
      ...{ paperSize: 9, orientation: "landscape", fitToPage: !toFill, fitToWidth: 1, fitToHeight: 0 },
      ...{ printTitlesRow: `${head}:${head}`, horizontalCentered: true },
      margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: `&L&8${texted(title).replaceAll("&", "&&")}&R&8Page &P / &N` },
  });
  page.columns = columns.map((column, at) => ({
    width: column.width,
    style: {
      font: { name: font, size: 10, color: { argb: ink.text } },
      numFmt: column.format === "euros" && isWhole(sheet, at) ? wholeEuros : formats[column.format],
      alignment: alignmentOf(column, { vertical: "top", wrapText: !isFigure(column) && !toFill }),
    },
  }));
  for (const [at, line] of sheet.lines.entries()) {
    const cell = page.getCell(at + 1, 1);
    cell.value = texted(line);
    cell.alignment = { wrapText: false, horizontal: "left", indent: 1 };
    cell.font = at === 0 ? { name: font, size: 16, bold: true } : { name: font, size: 10, color: { argb: ink.dim } };
  }
  addHead(page.getRow(head), columns);
  for (const [at, row] of rows.entries())
    addRow(page.getRow(head + 1 + at), columns, row, toFill ? { italic: true, color: { argb: ink.dim } } : {});
  if (foot) {
    const total = addRow(page.getRow(head + 1 + rows.length), columns, foot, { bold: true });
    for (let at = 1; at <= columns.length; at++)
      total.getCell(at).border = { top: { style: "thin", color: { argb: ink.text } } };
  }
  if (!toFill && rows.length > 0)
    page.autoFilter = { from: { row: head, column: 1 }, to: { row: head + rows.length, column: columns.length } };
  if (toFill) addChoices(page, columns, lists);
}

/** Figures stand under one another, texts a little off those on their left. */
const alignmentOf = (
  column: Pick<BookColumn, "format">,
  more: Partial<ExcelJS.Alignment>,
): Partial<ExcelJS.Alignment> =>
  isFigure(column) ? { ...more, horizontal: "right" } : { ...more, horizontal: "left", indent: 1 };
const isFigure = ({ format }: Pick<BookColumn, "format">) => !["text", "day", "moment"].includes(format);
const isWhole = ({ rows, foot = [] }: BookSheet, at: number) =>
  [...rows, foot].every((row) => typeof row[at] !== "number" || Number.isInteger(row[at]));

function addHead(row: ExcelJS.Row, columns: readonly BookColumn[]): void {
  for (const [at, { header, format, colour, note }] of columns.entries()) {
    const cell = row.getCell(at + 1);
    cell.value = texted(header);
    cell.numFmt = formats.text;
    const fill = colour ? `FF${colour.slice(1).toUpperCase()}` : ink.wash;
    cell.fill = { type: "pattern", pattern: "solid", fgColor: { argb: fill } };
    cell.font = { name: font, size: 10, bold: true, color: { argb: colour ? ink.white : ink.text } };
    cell.border = { bottom: { style: "thin", color: { argb: ink.line } } };
    cell.alignment = alignmentOf({ format }, { vertical: "middle", wrapText: true });
    if (note)
      cell.note = { texts: [{ text: texted(note), font: { name: font, size: 9 } }], margins: { insetmode: "auto" } };
  }
  row.height =
    4 +
    heightOf(
      columns,
      columns.map(({ header }) => header),
    );
}

/** Of the lines that wrapped texts take: not every program finds that out by itself. */
function heightOf(columns: readonly BookColumn[], cells: readonly BookCell[]): number {
  const lines = columns.map(({ width }, at) => {
    const cell = cells[at] ?? "";
    if (typeof cell !== "string") return 1;
    return cell.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil((line.length * 1.15) / width)), 0);
  });
  // Excel draws no row higher.
  return Math.min(400, 14 * Math.max(1, ...lines));
}

function addRow(row: ExcelJS.Row, columns: readonly BookColumn[], cells: BookCell[], look: Partial<ExcelJS.Font>) {
  row.height = heightOf(columns, cells);
  for (const [at, { format }] of columns.entries()) {
    const value = cells[at] ?? null;
    const cell = row.getCell(at + 1);
    if (value !== null && value !== "") cell.value = cellValue(value);
    // A text is one, also among figures.
    if (typeof value === "string" && format !== "text") cell.numFmt = formats.text;
    cell.font = { name: font, size: 10, color: { argb: ink.text }, ...look };
  }
  return row;
}

/** Of days and moments, what the calendar and the clocks of Paris show: a workbook knows no time zone. */
function cellValue(cell: NonNullable<BookCell>): string | number | Date {
  if (typeof cell === "string") return texted(cell);
  if (typeof cell === "number") return cell;
  if ("phone" in cell) return cellText(cell);
  return new Date("day" in cell ? `${cell.day}T00:00:00Z` : `${cell.moment}Z`);
}

/** « _x000D_ » stands for a control character in workbooks: a text that says so is told apart. No text is a formula here; one that is too long says where it ends. */
const texted = (text: string) =>
  fitted(
    text
      .toWellFormed()
      .replace(/[\ufffe\uffff]/g, "")
      .replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_"),
    undefined,
  );

/** The lists of a sheet to fill in, for each column that has one. */
function addChoices(page: ExcelJS.Worksheet, columns: readonly BookColumn[], lists: string[][]): void {
  // What its types leave out: a whole range at once.
  const { dataValidations } = page as unknown as {
    dataValidations: { add(range: string, validation: ExcelJS.DataValidation): void };
  };
  for (const [at, { choices }] of columns.entries()) {
    if (!choices || choices.values.length === 0) continue;
    lists.push([...choices.values]);
    const [column, list] = [page.getColumn(at + 1).letter, page.getColumn(lists.length).letter];
    dataValidations.add(`${column}2:${column}${rowsToFill + 1}`, {
      type: "list",
      allowBlank: true,
      formulae: [`${listsName}!$${list}$1:$${list}$${choices.values.length}`],
      showErrorMessage: choices.free !== true,
      errorStyle: "warning",
      errorTitle: "Valeur hors de la liste",
      error: "Cette valeur n’est pas dans la liste : l’import risque de refuser la ligne.",
    });
  }
}

function addLists(book: ExcelJS.Workbook, lists: readonly string[][]): void {
  const page = book.addWorksheet(listsName, { state: "hidden" });
  for (const [at, values] of lists.entries())
    for (const [place, value] of values.entries()) {
      const cell = page.getCell(place + 1, at + 1);
      cell.value = texted(value);
      cell.numFmt = formats.text;
    }
}

/** What Excel takes as the name of a sheet, and no other has. */
function nameOf(name: string, book: ExcelJS.Workbook): string {
  const plain = name
    .replace(/[[\]:*?/\\]/g, " ")
    .replace(/\s+/g, " ")
    .replace(/^'|'$/g, "")
    .trim();
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? "" : ` (${number})`;
    const free = `${(plain || "Feuille").slice(0, 31 - suffix.length).trim()}${suffix}`;
    if (!book.worksheets.some((other) => other.name.toLowerCase() === free.toLowerCase())) return free;
  }
}

parentPort?.on("message", (book: Book) => void written(book).then((bytes) => parentPort?.postMessage(bytes)));

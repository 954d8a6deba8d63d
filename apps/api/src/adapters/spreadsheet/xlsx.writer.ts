import { cellText, type SheetCell } from "@crm/fields";
import type { SheetColumn, SheetTable } from "../../ports/spreadsheet.ts";
import { fitted } from "./cell.bounds.ts";
import { keepGuard } from "./cell.guard.ts";
import { sheetLimits } from "./sheet.limits.ts";
import { type Part, zipped } from "./zip.writer.ts";

/** Characters that are handed on at once: longer texts would pile up until a great garbage collection. */
const block = 64 * 1024;

/** Places in `styles` below. A text is told to be one, so that correcting it in Excel makes no number of it. */
const style = { bare: 0, text: 1, day: 2, moment: 3, money: 4, head: 5 } as const;

/**
 * An xlsx, streamed: as many sheets as its rows need, each with its header in bold that stays in view and can be filtered.
 * Texts are texts whatever they look like; control characters and line breaks come back as they were (« _x000D_ »).
 */
export async function* workbook(table: SheetTable, { head = true, rowsPerSheet = sheetLimits.rows } = {}) {
  yield* zipped(parts(table, head, rowsPerSheet));
}

async function* parts(table: SheetTable, head: boolean, rowsPerSheet: number): AsyncGenerator<Part> {
  const rows = table.rows[Symbol.asyncIterator]();
  const batch: Batch = { rows: [], at: 0, done: false };
  const names: string[] = [];
  try {
    do {
      names.push(names.length === 0 ? table.name : `${table.name} (${names.length + 1})`);
      yield { name: `xl/worksheets/sheet${names.length}.xml`, content: sheet(table, rows, batch, head, rowsPerSheet) };
    } while (!(await ended(rows, batch)));
  } finally {
    await rows.return?.();
  }
  yield* frame(names);
}

/** The rows that were read and not yet written: a sheet may end amid them. */
interface Batch {
  rows: SheetCell[][];
  at: number;
  done: boolean;
}

async function ended(rows: AsyncIterator<SheetCell[][]>, batch: Batch): Promise<boolean> {
  while (!batch.done && batch.at === batch.rows.length) {
    const next = await rows.next();
    if (next.done) batch.done = true;
    else [batch.rows, batch.at] = [next.value, 0];
  }
  return batch.done;
}

async function* sheet(
  { columns, onCut }: SheetTable,
  rows: AsyncIterator<SheetCell[][]>,
  batch: Batch,
  head: boolean,
  rowsPerSheet: number,
): AsyncGenerator<string> {
  const letters = columns.map((_, i) => columnName(i));
  const money = columns.map((column) => column.money === true);
  yield `${opening}${head ? frozen : ""}${widths(columns)}<sheetData>`;
  let row = 0;
  if (head) {
    const cells = columns.map(({ header }, i) => text(`${letters[i]}1`, header, style.head));
    yield `<row r="1">${cells.join("")}</row>`;
    row = 1;
  }
  while (row < rowsPerSheet && !(await ended(rows, batch))) {
    let xml = "";
    while (row < rowsPerSheet && batch.at < batch.rows.length) {
      const cells = batch.rows[batch.at++] as SheetCell[];
      row++;
      xml += `<row r="${row}">`;
      for (let i = 0; i < cells.length; i++) {
        const cell = cells[i] as SheetCell;
        if (cell !== "") xml += written(`${letters[i] ?? columnName(i)}${row}`, cell, money[i] === true, onCut);
      }
      xml += "</row>";
      if (xml.length < block) continue;
      yield xml;
      xml = "";
    }
    yield xml;
  }
  yield `</sheetData>${head && letters.length > 0 ? `<autoFilter ref="A1:${letters.at(-1)}${row}"/>` : ""}</worksheet>`;
}

function written(at: string, cell: SheetCell, money: boolean, onCut: (() => void) | undefined): string {
  if (typeof cell === "string") return text(at, fitted(keepGuard(cell), onCut), style.text);
  if (typeof cell === "number") {
    if (!Number.isFinite(cell)) return text(at, String(cell), style.text);
    return `<c r="${at}"${money ? ` s="${style.money}"` : ""}><v>${cell}</v></c>`;
  }
  if ("phone" in cell) return text(at, keepGuard(cell.phone), style.text);
  const [serial, format] = "day" in cell ? [serialOf(cell.day), style.day] : [serialOf(cell.moment), style.moment];
  return serial === null ? text(at, cellText(cell), style.text) : `<c r="${at}" s="${format}"><v>${serial}</v></c>`;
}

const text = (at: string, value: string, format: number) =>
  `<c r="${at}" s="${format}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;

const dayMs = 86_400_000;

/** Days since Excel's zero; null before 1 March 1900, which Excel and the other programs count differently or not at all. */
function serialOf(day: string): number | null {
  const serial = Date.parse(day.length > 10 ? `${day}Z` : day) / dayMs + 25_569;
  return serial >= 61 ? serial : null;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be written as they are.
const special = /[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9a-f]{4}_)/i;
const allSpecial = new RegExp(special, "gi");
const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** As XML, with what XML can't hold in Office's own way: a carriage return is « _x000D_ ». */
const escaped = (value: string) =>
  special.test(value)
    ? value.replace(
        allSpecial,
        (sign) => signs[sign] ?? `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
      )
    : value;

/** « AB » for the column 27, counted from 0. */
function columnName(index: number): string {
  const above = Math.floor(index / 26);
  return `${above > 0 ? columnName(above - 1) : ""}${String.fromCharCode(65 + (index % 26))}`;
}

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const opening = `${declaration}<worksheet xmlns="${main}">`;
const frozen =
  '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';

const widths = (columns: SheetColumn[]) =>
  columns.length === 0
    ? ""
    : `<cols>${columns
        .map(({ width = 12 }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
        .join("")}</cols>`;

/** The parts that say what the sheets are. */
function frame(names: string[]): Part[] {
  const each = (make: (number: number, name: string) => string) => names.map((name, i) => make(i + 1, name)).join("");
  const part = (name: string, content: string): Part => ({ name, content: [declaration + content] });
  return [
    part(
      "xl/workbook.xml",
      `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${each(
        (number, name) => `<sheet name="${escaped(name)}" sheetId="${number}" r:id="rId${number}"/>`,
      )}</sheets></workbook>`,
    ),
    part(
      "xl/_rels/workbook.xml.rels",
      `<Relationships xmlns="${packages}/relationships">${each(
        (number) =>
          `<Relationship Id="rId${number}" Type="${office}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
      )}<Relationship Id="rId${names.length + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    ),
    part("xl/styles.xml", styles),
    part(
      "_rels/.rels",
      `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    part(
      "[Content_Types].xml",
      `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${ooxml}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${ooxml}.styles+xml"/>${each(
        (number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${ooxml}.worksheet+xml"/>`,
      )}</Types>`,
    ),
  ];
}

const ooxml = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const format = (id: number, more = "") =>
  `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0"${id ? ' applyNumberFormat="1"' : ""}${more}/>`;
const styles = `<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6">${[
  format(0),
  format(49),
  format(164),
  format(165),
  format(4),
  format(49).replace('fontId="0"', 'fontId="1" applyFont="1"'),
].join("")}</cellXfs></styleSheet>`;

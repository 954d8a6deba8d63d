import { posix } from "node:path";
import { type CellFault, type SheetReading, type SheetRow, UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import { decodeEscapes, general, type NumberFormat, numberText, shownText, styleReader } from "./cell.format.ts";
import type { SheetLimits } from "./sheet.limits.ts";
import { attribute, type XmlHandler } from "./xml.scanner.ts";
import { type Archive, openArchive } from "./zip.archive.ts";

/** Rows handed on together. */
const batchSize = 500;
/** Rows of each sheet by which one is chosen, and chunks of its part in which they are looked for. */
const [headRows, headChunks] = [40, 50];
/** Excel holds 32,767 characters in a cell; what is longer is no longer followed. */
const longestText = 200_000;

/** The rows of a sheet, by batches: the one asked for, else the first that has any, visible ones first, as their tabs go. */
export async function* xlsxRows(
  path: string,
  limits: SheetLimits,
  { sheet: asked, onBook }: SheetReading,
): AsyncGenerator<SheetRow[]> {
  const archive = await openArchive(path, limits);
  try {
    const { sheets, date1904, styles, texts } = await readWorkbook(archive);
    const styling = styleReader();
    await all(archive.scan(styles, styling));
    const shared = textReader();
    await all(archive.scan(texts, shared, { limit: limits.sharedTextBytes }));
    const names = sheets.map(({ name }) => name);
    const book = { texts: shared.texts, formats: styling.formats, date1904, limits };
    const visible = sheets.filter(({ hidden }) => !hidden);
    const heads = asked === undefined && visible.length > 1 ? await headsOf(archive, visible, book) : undefined;
    const wanted = asked === undefined ? sheets : sheets.filter(({ name }) => name === asked);
    if (wanted.length === 0) throw new UnreadableSpreadsheet("HEADER_MISSING", { sheet: asked });
    for (const { name, part } of wanted) {
      const rows = rowReader(book);
      let some = false;
      for await (const batch of archive.scan(part, rows, { ready: () => rows.take(batchSize) })) {
        if (!some) onBook?.({ sheets: names, sheet: name, ...(heads && { heads }) });
        some = true;
        yield batch;
      }
      const last = rows.take(1);
      if (last && !some) onBook?.({ sheets: names, sheet: name, ...(heads && { heads }) });
      if (last) yield last;
      if (some || last) return;
    }
    onBook?.({ sheets: names, sheet: asked ?? null });
  } finally {
    archive.close();
  }
}

/** The first rows of sheets, as far as they stand near their beginning. */
async function headsOf(archive: Archive, sheets: { name: string; part: string }[], book: Book) {
  const heads: { sheet: string; rows: SheetRow[] }[] = [];
  for (const { name, part } of sheets) heads.push({ sheet: name, rows: await headOf(archive, part, book) });
  return heads;
}

async function headOf(archive: Archive, part: string, book: Book): Promise<SheetRow[]> {
  const rows = rowReader(book);
  let chunks = 0;
  const ready = () => rows.take(++chunks < headChunks ? headRows : 0);
  try {
    for await (const batch of archive.scan(part, rows, { ready })) return batch.slice(0, headRows);
    return rows.take(0) ?? [];
  } catch (error) {
    // What is wrong with a sheet is told if it is the one that is read.
    if (error instanceof UnreadableSpreadsheet && error.code !== "FILE_INFLATES_TOO_MUCH") return [];
    throw error;
  }
}

async function all(scan: AsyncGenerator<unknown>): Promise<void> {
  for await (const _ of scan);
}

/** Where the parts of a workbook are, and in what order its sheets. */
async function readWorkbook(archive: Archive) {
  const root = await relations(archive, "_rels/.rels", "");
  const workbook = root.find(({ type }) => type === "officeDocument")?.target ?? "xl/workbook.xml";
  if (!archive.has(workbook) || !workbook.endsWith(".xml")) throw new UnreadableSpreadsheet("FILE_NOT_A_SPREADSHEET");
  const { dir, base } = posix.parse(workbook);
  const parts = await relations(archive, posix.join(dir, "_rels", `${base}.rels`), dir);
  const listed: { id: string; name: string; hidden: boolean }[] = [];
  let date1904 = false;
  const reading: XmlHandler = {
    open(name, attributes) {
      if (name === "workbookPr") date1904 = /^(1|true|on)$/.test(attribute(attributes, "date1904") ?? "");
      if (name === "sheet")
        listed.push({
          id: attribute(attributes, "id") ?? "",
          name: decodeEscapes(attribute(attributes, "name") ?? "").slice(0, 200),
          hidden: (attribute(attributes, "state") ?? "visible") !== "visible",
        });
    },
  };
  await all(archive.scan(workbook, reading));
  const sheets = [...listed.filter(({ hidden }) => !hidden), ...listed.filter(({ hidden }) => hidden)].flatMap(
    ({ id, name, hidden }) => {
      const part = parts.find((part) => part.id === id && part.type === "worksheet");
      return part ? [{ name, hidden, part: part.target }] : [];
    },
  );
  if (sheets.length === 0) throw new UnreadableSpreadsheet("FILE_NOT_A_SPREADSHEET");
  const targetOf = (type: string, usual: string) =>
    parts.find((part) => part.type === type)?.target ?? posix.join(dir, usual);
  return {
    sheets,
    date1904,
    styles: targetOf("styles", "styles.xml"),
    texts: targetOf("sharedStrings", "sharedStrings.xml"),
  };
}

async function relations(archive: Archive, name: string, folder: string) {
  const found: { id: string; type: string; target: string }[] = [];
  const reading: XmlHandler = {
    open(element, attributes) {
      if (element !== "Relationship" || attribute(attributes, "TargetMode") === "External") return;
      const target = attribute(attributes, "Target") ?? "";
      found.push({
        id: attribute(attributes, "Id") ?? "",
        type: (attribute(attributes, "Type") ?? "").split("/").at(-1) ?? "",
        target: target.startsWith("/") ? target.slice(1) : posix.join(folder, target),
      });
    },
  };
  await all(archive.scan(name, reading));
  return found;
}

/** Collects the table of texts; the parts of a rich text are put together, its pronunciation left out. */
function textReader(): XmlHandler & { texts: string[] } {
  const texts: string[] = [];
  let [text, inText, spoken] = ["", false, false];
  return {
    texts,
    open(name) {
      if (name === "si") text = "";
      else if (name === "rPh") spoken = true;
      else if (name === "t") inText = !spoken;
    },
    text(piece) {
      if (inText && text.length < longestText) text += piece;
    },
    close(name) {
      if (name === "t") inText = false;
      else if (name === "rPh") spoken = false;
      else if (name === "si") texts.push(decodeEscapes(text));
    },
  };
}

interface Book {
  texts: string[];
  formats: NumberFormat[];
  date1904: boolean;
  limits: SheetLimits;
}

/** Collects the rows of a sheet; `take` empties what is ready once there are at least so many. */
function rowReader({
  texts,
  formats,
  date1904,
  limits,
}: Book): XmlHandler & { take(least: number): SheetRow[] | undefined } {
  let rows: SheetRow[] = [];
  let [row, column, seen, filled] = [0, 0, 0, 0];
  let cells: string[] = [];
  let faults: CellFault[] = [];
  let shown: Record<number, string> = {};
  let [type, style, value, inValue, spoken] = ["n", 0, "", false, false];
  let [formula, stored] = [false, false];

  function cellText(): string {
    if (type === "s") return texts[Number(value)] ?? "";
    if (type === "b") return value.trim() === "1" || value.trim() === "true" ? "Oui" : "Non";
    if (type === "n") return numberText(value, formats[style] ?? general, date1904);
    if (type === "d") return value.replace(/T00:00:00(\.0+)?Z?$/, "");
    return decodeEscapes(value); // str, inlineStr, e
  }

  function endCell(): void {
    const text = value === "" ? "" : cellText();
    // A formula that gave an empty text has a value, which is empty.
    const unread = formula && value === "" && !(type === "str" && stored);
    if (text.trim() === "" && !unread) return;
    if (column > limits.columns) throw new UnreadableSpreadsheet("TOO_MANY_COLUMNS", { limit: limits.columns });
    while (cells.length < column - 1) cells.push("");
    cells[column - 1] = text;
    const asShown = type === "n" ? shownText(value, formats[style] ?? general, date1904) : undefined;
    if (asShown !== undefined && asShown !== text) shown[column - 1] = asShown;
    if (unread) faults.push({ column: column - 1, rule: "formulaUnread", params: {} });
    if (type === "e") faults.push({ column: column - 1, rule: "failedFormula", params: { given: text } });
  }

  function endRow(): void {
    if (cells.length === 0) return;
    if (++filled > limits.rows) throw new UnreadableSpreadsheet("TOO_MANY_ROWS", { limit: limits.rows - 1 });
    const some = Object.keys(shown).length > 0;
    rows.push({ row, cells, ...(some && { shown }), ...(faults.length > 0 && { faults }) });
    [cells, faults, shown] = [[], [], {}];
  }

  return {
    take(least) {
      if (rows.length < least) return undefined;
      const ready = rows;
      rows = [];
      return ready;
    },
    open(name, attributes) {
      if (name === "c") {
        column = columnOf(attribute(attributes, "r")) ?? column + 1;
        type = attribute(attributes, "t") ?? "n";
        style = Number(attribute(attributes, "s") ?? 0);
        [value, formula, stored] = ["", false, false];
      } else if (name === "f") formula = true;
      else if (name === "v") inValue = stored = true;
      else if (name === "t") inValue = !spoken;
      else if (name === "rPh") spoken = true;
      else if (name === "row") {
        if (++seen > limits.rowsSeen) throw new UnreadableSpreadsheet("TOO_MANY_ROWS", { limit: limits.rows - 1 });
        const number = Number(attribute(attributes, "r"));
        row = number > row && number <= 1_048_576 ? number : row + 1;
        column = 0;
      }
    },
    text(piece) {
      if (inValue && value.length < longestText) value += piece;
    },
    close(name) {
      if (name === "c") endCell();
      else if (name === "v" || name === "t") inValue = false;
      else if (name === "rPh") spoken = false;
      else if (name === "row") endRow();
    },
  };
}

/** 28 for « AB12 »; undefined without a reference. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = reference && /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (!letters) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}

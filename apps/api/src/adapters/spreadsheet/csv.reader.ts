import type { CsvText } from "@crm/contract";
import { type CellFault, type SheetReading, type SheetRow, UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import { dialectOf } from "./csv.dialect.ts";
import { CsvParser, type CsvRecord } from "./csv.parser.ts";
import type { SheetLimits } from "./sheet.limits.ts";
import { decoded, mendLines, type Survey, surveyOf, toText } from "./text.encoding.ts";

const batchSize = 500;
/** Characters by which the delimiter is found. */
const head = 100_000;

type Asked = Pick<SheetReading, "encoding" | "delimiter">;

/**
 * The rows of a CSV, by batches; `onText` is told how it is read. `sure`: UTF-16 says itself that it is. Rows with malformed
 * quotes, letters in doubt or failed formulas say so.
 */
export async function* csvRows(
  path: string,
  limits: SheetLimits,
  { encoding, delimiter, sure, onText }: Asked & { sure: Survey | undefined; onText: (text: CsvText) => void },
): AsyncGenerator<SheetRow[]> {
  const survey = encoding === undefined && sure ? sure : await surveyOf(path, encoding);
  const dialect = dialectOf(await beginning(path, survey), delimiter);
  onText({ ...toText(survey), delimiter: dialect.delimiter });
  const parser = new CsvParser(dialect);
  let [seen, filled, told] = [0, 0, dialect.told];
  let batch: SheetRow[] = [];
  const add = (record: CsvRecord) => {
    if (told) {
      told = false;
      return;
    }
    if (++seen > limits.rowsSeen) throw new UnreadableSpreadsheet("TOO_MANY_ROWS", { limit: limits.rows - 1 });
    const width = record.cells.findLastIndex((cell) => cell.trim() !== "") + 1;
    if (width === 0) return;
    if (width > limits.columns) throw new UnreadableSpreadsheet("TOO_MANY_COLUMNS", { limit: limits.columns });
    if (++filled > limits.rows) throw new UnreadableSpreadsheet("TOO_MANY_ROWS", { limit: limits.rows - 1 });
    const { cells, faults } = judged({ ...record, cells: record.cells.slice(0, width) }, survey);
    batch.push({ row: seen, cells, ...(faults.length > 0 && { faults }) });
  };
  for await (const text of decoded(path, survey)) {
    for (const record of parser.write(text)) add(record);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  for (const record of parser.end()) add(record);
  if (batch.length > 0) yield batch;
}

/** The cells of a record as texts, and what is wrong with them. */
function judged(record: CsvRecord, survey: Survey): { cells: string[]; faults: CellFault[] } {
  const failures = record.cells.flatMap((cell, column): CellFault[] =>
    cell.startsWith("#") && failed.test(cell.trim())
      ? [{ column, rule: "failedFormula", params: { given: cell.trim() } }]
      : [],
  );
  const given = survey.encoding === "windows-1252" ? record.cells.map(mendThousands) : record.cells;
  const { cells, faults } = mendLines({ ...record, cells: given }, survey);
  return { cells, faults: [...record.faults, ...failures, ...faults] };
}

/** What a spreadsheet program writes into a CSV for a formula that failed. */
const failed = /^#(N\/A|REF!|VALUE!|VALEUR!|DIV\/0!|NAME\?|NOM\?|NULL!|NUL!|NUM!|NOMBRE!|SPILL!|CALC!)$/;

/**
 * The narrow space that French writes between thousands doesn't exist in windows-1252: programs save « 13 314,11 € » as
 * « 13?314,11 € ». Between groups of three figures a question mark can mean nothing else.
 */
const mendThousands = (cell: string) =>
  /^\s*-?\d{1,3}(\?\d{3})+([,.]\d*)?\s*\??\s*€?\s*$/.test(cell) ? cell.replaceAll("?", " ") : cell;

async function beginning(path: string, survey: Survey): Promise<string> {
  let text = "";
  for await (const piece of decoded(path, survey)) {
    text += piece;
    if (text.length > head) break;
  }
  return text.slice(0, head);
}

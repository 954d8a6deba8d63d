import type { CsvText } from "@crm/contract";
import { type SheetReading, type SheetRow, UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import { unguardCell } from "./cell.guard.ts";
import { csvRows } from "./csv.reader.ts";
import { fileKind } from "./file.kind.ts";
import type { SheetLimits } from "./sheet.limits.ts";
import { vcardRows } from "./vcard.reader.ts";
import { xlsxRows } from "./xlsx.reader.ts";

/** The rows of a file, by batches; throws UnreadableSpreadsheet, and nothing else, whatever the file holds. */
export async function* sheetRows(
  path: string,
  limits: SheetLimits,
  reading: SheetReading = {},
): AsyncGenerator<SheetRow[]> {
  try {
    for await (const batch of rowsOf(path, limits, reading)) {
      for (const row of batch) row.cells = row.cells.map(unguardCell);
      yield batch;
    }
  } catch (error) {
    if (error instanceof UnreadableSpreadsheet) throw error;
    // A stream cut short, a wrong checksum, a quote left open: the file's fault. Its reader's own words are nobody's to read.
    throw new UnreadableSpreadsheet("FILE_BROKEN");
  }
}

async function* rowsOf(path: string, limits: SheetLimits, reading: SheetReading): AsyncGenerator<SheetRow[]> {
  const file = await fileKind(path);
  if (file.kind === "xlsx") yield* xlsxRows(path, limits, reading);
  else {
    const { encoding, delimiter } = reading;
    const sure = file.encoding && { encoding: file.encoding, doubts: new Map(), samples: {} };
    const onText = (text: CsvText) => reading.onBook?.({ sheets: [], sheet: null, text });
    if (file.kind === "vcard") yield* vcardRows(path, limits, { encoding, sure, onText });
    else yield* csvRows(path, limits, { encoding, delimiter, sure, onText });
  }
}

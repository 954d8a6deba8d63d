import { parentPort, workerData } from "node:worker_threads";
import { type Book, type SheetReading, type SheetRow, UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import type { SheetLimits } from "./sheet.limits.ts";
import { sheetRows } from "./sheet.reader.ts";

/** What this thread tells: what the file holds, rows, the end, or why the file can't be read. Each batch is answered by any message once used. */
export type ReaderMessage =
  | { book: Book }
  | { rows: SheetRow[] }
  | { end: true }
  | { code: UnreadableSpreadsheet["code"]; details: Record<string, unknown> };

/** Batches that may wait to be used. */
const ahead = 4;

const { path, limits, asked } = workerData as {
  path: string;
  limits: SheetLimits;
  asked: Omit<SheetReading, "onBook">;
};
let waiting = 0;
let wake = () => {};
parentPort?.on("message", () => {
  waiting--;
  wake();
});

const tell = (message: ReaderMessage) => parentPort?.postMessage(message);

try {
  for await (const rows of sheetRows(path, limits, { ...asked, onBook: (book) => tell({ book }) })) {
    tell({ rows });
    if (++waiting >= ahead) await new Promise<void>((resolve) => (wake = resolve));
  }
  tell({ end: true });
} catch (error) {
  if (!(error instanceof UnreadableSpreadsheet)) throw error;
  tell({ code: error.code, details: error.details });
}
parentPort?.close();

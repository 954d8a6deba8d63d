import { parentPort } from "node:worker_threads";
import { type Book, type SheetReading, type SheetRow, UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import type { SheetLimits } from "./sheet.limits.ts";
import { sheetRows } from "./sheet.reader.ts";

/** A file to read; the next one is sent once this one has ended. */
export interface ReaderTask {
  path: string;
  limits: SheetLimits;
  asked: Omit<SheetReading, "onBook">;
}

/** What this thread tells: what the file holds, rows, the end, or why the file can't be read. Each batch is answered by « more » once used. */
export type ReaderMessage =
  | { book: Book }
  | { rows: SheetRow[] }
  | { end: true }
  | { code: UnreadableSpreadsheet["code"]; details: Record<string, unknown> };

/** Batches that may wait to be used. */
const ahead = 4;
let waiting = 0;
let wake = () => {};
parentPort?.on("message", (message: ReaderTask | "more") => {
  if (message !== "more") return void read(message);
  waiting--;
  wake();
});

const tell = (message: ReaderMessage) => parentPort?.postMessage(message);

async function read({ path, limits, asked }: ReaderTask): Promise<void> {
  waiting = 0;
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
}

import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Worker } from "node:worker_threads";
import {
  type SheetReading,
  type SheetRow,
  type SpreadsheetReader,
  UnreadableSpreadsheet,
} from "../ports/spreadsheet.ts";
import { csvOf } from "./spreadsheet/csv.writer.ts";
import type { ReaderMessage, ReaderTask } from "./spreadsheet/reader.worker.ts";
import { forgetCopies, ownCopies } from "./spreadsheet/sheet.copies.ts";
import { type SheetLimits, sheetLimits } from "./spreadsheet/sheet.limits.ts";
import { workbook } from "./spreadsheet/xlsx.writer.ts";
import { threadsOf } from "./threads.ts";

/**
 * Spreadsheets, written by stream and read in a thread beside, so that neither a large file nor a hostile one holds up
 * the server. See docs/decisions (0005, 0015) on why no library does either.
 */
export function excelSpreadsheets(over: Partial<SheetLimits> = {}): SpreadsheetReader {
  const limits = { ...sheetLimits, ...over };
  const threads = threadsOf(new URL("./spreadsheet/reader.worker.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes },
  });
  return {
    async *rows(content, reading = {}) {
      const folder = await mkdtemp(join(tmpdir(), ownCopies));
      try {
        const path = join(folder, "file");
        await pipeline(await content(), createWriteStream(path));
        // One by one: to delegate costs as much for each row as to read it.
        for await (const rows of readInThread(threads, path, limits, reading)) for (const row of rows) yield row;
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    forgetCopies,
    write,
    table: (format, table) =>
      streamed(
        format === "xlsx"
          ? workbook(table, { rowsPerSheet: limits.rows })
          : csvOf(table, { raw: format === "csv-raw" }),
      ),
  };
}

/** A thread whose file was not read to its end is not used again. */
async function* readInThread(
  threads: ReturnType<typeof threadsOf>,
  path: string,
  limits: SheetLimits,
  { onBook, ...asked }: SheetReading,
): AsyncGenerator<SheetRow[]> {
  const worker = threads.take();
  let over = false;
  try {
    worker.postMessage({ path, limits, asked } satisfies ReaderTask);
    for (;;) {
      const message = await nextMessage(worker, limits.silenceMs);
      over = "end" in message || "code" in message;
      if ("end" in message) return;
      if ("code" in message) throw new UnreadableSpreadsheet(message.code, message.details);
      if ("book" in message) {
        onBook?.(message.book);
        continue;
      }
      yield message.rows;
      worker.postMessage("more");
    }
  } finally {
    if (over) threads.leave(worker);
    else await worker.terminate();
  }
}

const inboxes = new WeakMap<Worker, ReturnType<typeof inboxOf>>();

/** The thread's next message; a thread that dies of hunger, or works without end, met a file that inflates too much. */
function nextMessage(worker: Worker, silenceMs: number): Promise<ReaderMessage> {
  let inbox = inboxes.get(worker);
  if (!inbox) {
    inbox = inboxOf(worker);
    inboxes.set(worker, inbox);
  }
  return inbox(silenceMs);
}

function inboxOf(worker: Worker) {
  const arrived: (ReaderMessage | Error)[] = [];
  let wake = () => {};
  const put = (message: ReaderMessage | Error) => {
    arrived.push(message);
    wake();
  };
  worker.on("message", put);
  worker.on("error", (error: NodeJS.ErrnoException) =>
    put(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? new UnreadableSpreadsheet("FILE_INFLATES_TOO_MUCH") : error),
  );
  worker.on("exit", (code) => put(new Error(`the spreadsheet reader ended with ${code}`)));
  return async (silenceMs: number): Promise<ReaderMessage> => {
    const timer = setTimeout(() => put(new UnreadableSpreadsheet("FILE_INFLATES_TOO_MUCH")), silenceMs);
    while (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    clearTimeout(timer);
    const message = arrived.shift() as ReaderMessage | Error;
    if (message instanceof Error) throw message;
    return message;
  };
}

/** Texts alone, without a header of their own. */
const write: SpreadsheetReader["write"] = (rows) =>
  streamed(workbook({ name: "Feuille 1", columns: [], rows: batches(rows) }, { head: false }));

async function* batches(rows: AsyncIterable<string[]> | Iterable<string[]>): AsyncGenerator<string[][]> {
  let batch: string[][] = [];
  for await (const cells of rows) {
    batch.push(cells.map((cell) => cell.toWellFormed()));
    if (batch.length < 100) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

const streamed = (content: AsyncIterable<string | Uint8Array>) => Readable.from(content, { objectMode: false });

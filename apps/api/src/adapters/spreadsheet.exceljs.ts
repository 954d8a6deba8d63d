import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { type SheetRow, type SpreadsheetReader, UnreadableSpreadsheet } from "../ports/spreadsheet.ts";
import type { ReaderMessage } from "./spreadsheet/reader.worker.ts";
import { type SheetLimits, sheetLimits } from "./spreadsheet/sheet.limits.ts";

/** Excel's own bound of a cell. */
const longestCell = 32_767;

/**
 * Spreadsheets, written with exceljs and read by our own scanner in a thread of its own, so that neither a large file nor
 * a hostile one holds up the server. See docs/decisions on why exceljs does not read.
 */
export function excelSpreadsheets(over: Partial<SheetLimits> = {}): SpreadsheetReader {
  const limits = { ...sheetLimits, ...over };
  return {
    async *rows(content) {
      const folder = await mkdtemp(join(tmpdir(), "crm-sheet-"));
      try {
        const path = join(folder, "file");
        await pipeline(await content(), createWriteStream(path));
        yield* readInThread(path, limits);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    write,
  };
}

async function* readInThread(path: string, limits: SheetLimits): AsyncGenerator<SheetRow> {
  const worker = new Worker(new URL("./spreadsheet/reader.worker.ts", import.meta.url), {
    workerData: { path, limits },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes },
  });
  try {
    for (;;) {
      const message = await nextMessage(worker, limits.silenceMs);
      if ("end" in message) return;
      if ("code" in message) throw new UnreadableSpreadsheet(message.code, message.details);
      yield* message.rows;
      worker.postMessage("more");
    }
  } finally {
    await worker.terminate();
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

function write(rows: AsyncIterable<string[]> | Iterable<string[]>): Readable {
  const output = new PassThrough();
  writeAll(rows, output).catch((error: unknown) => output.destroy(error as Error));
  return output;
}

async function writeAll(rows: AsyncIterable<string[]> | Iterable<string[]>, output: PassThrough): Promise<void> {
  const { default: ExcelJS } = await import("exceljs"); // large, and rarely needed
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: output,
    useStyles: false,
    useSharedStrings: false,
  });
  const sheet = workbook.addWorksheet("Feuille 1");
  let written = 0;
  for await (const cells of rows) {
    sheet.addRow(cells.map((cell) => cell.slice(0, longestCell).toWellFormed())).commit();
    if (++written % 100 !== 0) continue;
    // The workbook's zip takes all it is given: waiting for the reader is up to us.
    do await setImmediate();
    while (output.readableLength > 1024 * 1024 && !output.destroyed);
  }
  sheet.commit();
  await workbook.commit();
}

import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { WorkbookWriter } from "../ports/workbook.ts";

/** Workbooks by exceljs, each in a thread of its own: the library and its memory are there only as long as one is written. */
export const exceljsWriter = (): WorkbookWriter => ({
  async write(book) {
    const worker = new Worker(new URL("./workbook/book.worker.ts", import.meta.url), {
      workerData: book,
      execArgv: [],
    });
    const [bytes] = (await once(worker, "message")) as [Uint8Array];
    return Buffer.from(bytes);
  },
});

import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { PdfWriter } from "../ports/pdf.ts";

/** PDF by pdfmake, each document in a thread of its own: drawing a long table takes seconds, in which others are served. */
export const pdfmakeWriter = (): PdfWriter => ({
  async write(document) {
    const worker = new Worker(new URL("./pdf/document.worker.ts", import.meta.url), {
      workerData: document,
      execArgv: [],
    });
    const [bytes] = (await once(worker, "message")) as [Uint8Array];
    return Buffer.from(bytes);
  },
});

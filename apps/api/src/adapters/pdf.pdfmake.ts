import type { PdfDocument, PdfWriter } from "../ports/pdf.ts";
import { inThreads } from "./threads.ts";

/** PDF by pdfmake, in threads: drawing a long table takes seconds, in which others are served. */
export function pdfmakeWriter(): PdfWriter {
  const draw = inThreads<PdfDocument, Uint8Array>(new URL("./pdf/document.worker.ts", import.meta.url));
  return { write: async (document) => Buffer.from(await draw(document)) };
}

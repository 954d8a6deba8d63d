import type { Book, WorkbookWriter } from "../ports/workbook.ts";
import { inThreads } from "./threads.ts";

/** Workbooks by exceljs, in threads: the library and its memory are there only as long as there are some to write. */
export function exceljsWriter(): WorkbookWriter {
  const write = inThreads<Book, Uint8Array>(new URL("./workbook/book.worker.ts", import.meta.url));
  return { write: async (book) => Buffer.from(await write(book)) };
}

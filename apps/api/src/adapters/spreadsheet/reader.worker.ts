import { parentPort, workerData } from "node:worker_threads";
import { UnreadableSpreadsheet, type SheetRow } from "../../ports/spreadsheet.ts";
import { csvRows } from "./csv.reader.ts";
import { fileKind } from "./file.kind.ts";
import type { SheetLimits } from "./sheet.limits.ts";
import { xlsxRows } from "./xlsx.reader.ts";

/** What this thread tells: rows, the end, or why the file can't be read. Each batch is answered by any message once used. */
export type ReaderMessage = { rows: SheetRow[] } | { end: true } | { code: UnreadableSpreadsheet["code"]; details: Record<string, unknown> };

/** Batches that may wait to be used. */
const ahead = 4;

const { path, limits } = workerData as { path: string; limits: SheetLimits };
let waiting = 0;
let wake = () => {};
parentPort?.on("message", () => {
  waiting--;
  wake();
});

const tell = (message: ReaderMessage) => parentPort?.postMessage(message);

try {
  const file = await fileKind(path);
  const batches = file.kind === "xlsx" ? xlsxRows(path, limits) : csvRows(path, file.encoding, limits);
  for await (const rows of batches) {
    tell({ rows });
    if (++waiting >= ahead) await new Promise<void>((resolve) => (wake = resolve));
  }
  tell({ end: true });
} catch (error) {
  // Whatever else a file makes fail (a stream cut short, a wrong checksum, a quote left open) is the file's fault.
  tell(
    error instanceof UnreadableSpreadsheet
      ? { code: error.code, details: error.details }
      : { code: "FILE_BROKEN", details: { reason: error instanceof Error ? error.message : String(error) } },
  );
}
parentPort?.close();

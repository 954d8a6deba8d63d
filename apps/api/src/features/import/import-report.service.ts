import type { ImportView } from "@crm/contract";
import type { Ctx } from "../../platform/context.ts";
import { removeFile, storeFile } from "../file/file.service.ts";
import { everyRefusedRow, importWithUser } from "./import.queries.ts";

/** What a report tells beside the cells. */
const added = ["Ligne", "Colonne", "Motif"];

const mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Makes the report of the refused rows: what the file held, then line, columns at fault and why. Null when none was refused. */
export async function storeReport(ctx: Ctx, importId: string): Promise<string | null> {
  const row = await importWithUser(ctx, importId);
  if (!row || row.refused === 0) return null;
  const columns = row.columns as ImportView["columns"];
  // A report that is imported again has them already.
  const headers = columns.filter(({ header, code }) => code !== null || !added.includes(header));
  const name = `Lignes refusées - ${row.file.name.replace(/\.\w{1,5}$/, "")}.xlsx`;
  const content = ctx.spreadsheets.write(lines(ctx, importId, headers));
  return (await storeFile(ctx, { name, mediaType, purpose: "import-report", content })).id;
}

async function* lines(ctx: Ctx, importId: string, headers: ImportView["columns"]): AsyncGenerator<string[]> {
  yield [...headers.map(({ header }) => header), ...added];
  for await (const { row, cells, reasons } of everyRefusedRow(ctx, importId)) {
    const original = headers.map(({ index }) => cells[index] ?? "");
    yield [
      ...original,
      String(row),
      reasons.map(({ column }) => column).join("\n"),
      reasons.map(({ message }) => message).join("\n"),
    ];
  }
}

/** Forgets a report that another one replaced. */
export async function withdrawReport(ctx: Ctx, reportId: string | null): Promise<void> {
  if (reportId !== null) await removeFile(ctx, reportId);
}

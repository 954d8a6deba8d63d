import { type ImportView, reasonSentence } from "@crm/contract";
import type { Locale } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { removeFile, storeFile } from "../file/file.service.ts";
import { everyRefusedRow, importWithUser } from "./import.queries.ts";
import { placed } from "./import.view.ts";
import { optionsOf } from "./import-judging.service.ts";

/** What a report is called, and what it tells beside the cells, in the language that the person asked for. */
const words: Record<Locale, { name: string; added: string[] }> = {
  fr: { name: "Lignes refusées", added: ["Ligne", "Colonne", "Motif"] },
  en: { name: "Refused rows", added: ["Row", "Column", "Reason"] },
};
const added = Object.values(words).flatMap((one) => one.added);

const mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Makes the report of the refused rows: what the file held, then line, columns at fault and why. Null when none was refused. */
export async function storeReport(ctx: Ctx, importId: string): Promise<string | null> {
  const row = await importWithUser(ctx, importId);
  if (!row || row.refused === 0) return null;
  const columns = row.columns as ImportView["columns"];
  // A report that is imported again has them already.
  const headers = columns.filter(({ header, code }) => code !== null || !added.includes(header));
  const { language } = optionsOf(row);
  const name = `${words[language].name} - ${row.file.name.replace(/\.\w{1,5}$/, "")}.xlsx`;
  const content = ctx.spreadsheets.write(lines(ctx, importId, headers, language));
  return (await storeFile(ctx, { name, mediaType, purpose: "import-report", content })).id;
}

async function* lines(
  ctx: Ctx,
  importId: string,
  headers: ImportView["columns"],
  language: Locale,
): AsyncGenerator<string[]> {
  yield [...headers.map(({ header }) => header), ...words[language].added];
  for await (const { row, cells, reasons } of everyRefusedRow(ctx, importId)) {
    const original = headers.map(({ index }) => cells[index] ?? "");
    yield [
      ...original,
      String(row),
      reasons.map(({ column }) => column).join("\n"),
      reasons.map((reason) => reasonSentence(placed(reason), language)).join("\n"),
    ];
  }
}

/** Forgets a report that another one replaced. */
export async function withdrawReport(ctx: Ctx, reportId: string | null): Promise<void> {
  if (reportId !== null) await removeFile(ctx, reportId);
}

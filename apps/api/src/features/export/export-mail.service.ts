import type { ExportRecord } from "@crm/contract";
import type { Ctx } from "../../platform/context.ts";
import { exportWithUser } from "./export.queries.ts";
import { exportMailFor } from "./export-mail.view.ts";

const dayMs = 86_400_000;

/** Mails that an export is ready, in the language in which it was asked for. Nothing when it is gone, or its user has left. */
export async function mailExport(ctx: Ctx, exportId: string): Promise<void> {
  const row = await exportWithUser(ctx, exportId);
  if (row?.status !== "done" || !row.user.active || !row.expiresAt) return;
  const days = Math.max(1, Math.round((row.expiresAt.getTime() - (row.finishedAt ?? ctx.now()).getTime()) / dayMs));
  const { locale } = row.selection as { locale?: "fr" | "en" };
  const told = { record: row.record as ExportRecord, rows: row.total, days };
  await ctx.mailer.send(exportMailFor(row.user, told, locale ?? "fr", ctx.publicUrl));
}

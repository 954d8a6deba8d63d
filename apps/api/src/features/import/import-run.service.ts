import { toActor } from "../../platform/actors.ts";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import { recordAdministration } from "../audit/audit.service.ts";
import { notify, publish } from "../notification/notification.service.ts";
import { importWithUser, lockImport, type StoredImport } from "./import.queries.ts";
import { assertMayImport } from "./import-access.ts";
import type { Phase } from "./import-kind.ts";
import { tellOwners } from "./import-notice.service.ts";
import { readRows } from "./import-read.service.ts";
import { storeReport, withdrawReport } from "./import-report.service.ts";

/** What a dry run counts anew. */
export const nothingDone = {
  ...{ done: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, refused: 0, duplicates: 0 },
} as const;

/**
 * Works off the file of an import, chunk by chunk, each in one transaction with its records, their timelines, what they were
 * before, the refused rows and the progress. Killed at any point, it resumes behind the last chunk; cancelled, or overtaken by
 * another worker, it stops. A file that can't be read makes the import fail with why; nothing else is written then.
 */
export async function workThrough(ctx: Ctx, importId: string, phase: Phase, signal: AbortSignal): Promise<void> {
  const row = await importWithUser(ctx, importId);
  if (row?.status !== phase) return;
  const work = { ...ctx, actor: toActor(row.user, "") };
  try {
    if (!row.user.active) throw new Refusal("NOT_ALLOWED", { access: "import:run" });
    assertMayImport(work.actor, row);
    if (await readRows(work, row, phase, signal)) await finish(work, importId, phase);
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof UnreadableSpreadsheet)) throw error;
    await failImport(work, importId, error);
  }
}

/** The whole file is worked off: the report is made, and the person told. */
async function finish(ctx: Ctx, importId: string, phase: Phase): Promise<void> {
  const report = await storeReport(ctx, importId);
  const replaced = await inTransaction(ctx, async (ctx) => {
    const row = await lockImport(ctx, importId);
    if (row?.status !== phase) return report;
    const status = phase === "checking" ? "checked" : "done";
    await ctx.db.import.update({
      where: { id: importId },
      data: { status, total: row.done, reportId: report, finishedAt: ctx.now() },
    });
    const { created, updated, unchanged, refused, userId, file, record } = row;
    if (phase === "running") {
      await notify(ctx, userId, "import.done", {
        ...{ importId, record, name: file.name, created, updated, unchanged, refused },
      });
      await tellOwners(ctx, row);
    }
    await publish(ctx, userId, { kind: "import", id: importId });
    return row.reportId;
  });
  await withdrawReport(ctx, replaced);
}

/** Keeps why an import failed, and tells the person. Rows already imported stay, and are counted. */
export async function failImport(
  ctx: Ctx,
  importId: string,
  { code, details }: Pick<Refusal, "code" | "details">,
): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const row = await lockImport(ctx, importId);
    if (!row || !underWay(row)) return;
    const checking = row.status === "checking";
    if (checking) await ctx.db.refusedRow.deleteMany({ where: { importId } });
    await ctx.db.import.update({
      where: { id: importId },
      data: {
        ...(checking ? { ...nothingDone, similar: 0 } : {}),
        ...{ status: "failed", failure: code, finishedAt: ctx.now() },
        details: { ...(row.details as object), ...(details as object) },
      },
    });
    const told = { importId, record: row.record, name: row.file.name, code };
    await recordAdministration(ctx, { kind: "import.failed", data: told });
    await notify(ctx, row.userId, "import.failed", { ...details, ...told });
    if (row.status === "running") await tellOwners(ctx, row);
    await publish(ctx, row.userId, { kind: "import", id: importId });
  });
}

const underWay = ({ status }: StoredImport) => status === "checking" || status === "running" || status === "undoing";

/** The job was tried often enough. */
export const giveUpImport = (ctx: Ctx, importId: string): Promise<void> =>
  failImport(ctx, importId, { code: "JOB_FAILED", details: {} });

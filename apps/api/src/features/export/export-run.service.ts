import type { ExportRecord } from "@crm/contract";
import type { Export, File } from "@crm/db";
import { inParis, type SheetCell } from "@crm/fields";
import { v7 as uuid } from "uuid";
import { toActor } from "../../platform/actors.ts";
import { type Ctx, inSnapshot, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { enqueue } from "../../platform/job.ts";
import { removeFile, storeFile } from "../file/file.service.ts";
import { notify, publish } from "../notification/notification.service.ts";
import { readSettings } from "../setting/setting.service.ts";
import { anonymisedSince, exportWithUser, holdGiving, lockExport, tellProgress } from "./export.queries.ts";
import { exportMail } from "./export-mail.jobs.ts";
import { assertMayExport, type Kept, keptOf } from "./export-rights.ts";
import { type Selection, selectionCount, selectionWhere } from "./export-rows.queries.ts";
import { sheetOf } from "./export-sheet.service.ts";

const dayMs = 86_400_000;
const csv = { extension: "csv", mediaType: "text/csv; charset=utf-8" };
const kinds = {
  xlsx: { extension: "xlsx", mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
  csv,
  "csv-raw": csv,
} as const;

/**
 * Writes the file of an export, with the rights that its user has now: every record that his list would show at this one
 * moment, streamed from the database to the store. Killed, it starts over under a new key and the bytes under the old one go;
 * cancelled, deleted or overtaken by another worker, it stops within a batch and leaves nothing.
 */
export async function runExport(ctx: Ctx, exportId: string, signal: AbortSignal): Promise<void> {
  const found = await exportWithUser(ctx, exportId);
  if (!found || !isUnderWay(found)) return;
  const work = { ...ctx, actor: toActor(found.user, "") };
  try {
    if (!found.user.active) throw new Refusal("NOT_ALLOWED");
    assertMayExport(work.actor, found.record);
    const begun = ctx.now();
    const key = await startOver(work, exportId);
    if (key === null) return;
    const written = await write(work, found, key, signal);
    if (!written) return;
    const end = await finish(work, exportId, key, written, begun);
    if (end !== "given") await removeFile(work, written.file.id);
    if (end === "outdated") await runExport(ctx, exportId, signal);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await failExport(work, exportId, error);
  }
}

const isUnderWay = ({ status }: Pick<Export, "status">) => status === "waiting" || status === "running";

/** Gives the place where this run writes; what an earlier, killed one wrote is removed. Null: there is nothing to do any more. */
async function startOver(ctx: Ctx, exportId: string): Promise<string | null> {
  const key = uuid();
  const before = await inTransaction(ctx, async (ctx) => {
    const row = await lockExport(ctx, exportId);
    if (!row || !isUnderWay(row)) return null;
    const details = { key } satisfies Kept;
    await ctx.db.export.update({ where: { id: exportId }, data: { status: "running", done: 0, total: 0, details } });
    return keptOf(row);
  });
  if (before?.key) {
    await ctx.db.file.deleteMany({ where: { key: before.key } });
    await ctx.files.remove(before.key);
  }
  return before && key;
}

interface Written {
  file: File;
  rows: number;
  cut: number;
}

/** The file and its row; null when the run was told to stop. */
async function write(ctx: Ctx, row: Export, key: string, signal: AbortSignal): Promise<Written | null> {
  const record = row.record as ExportRecord;
  const format = row.format as keyof typeof kinds;
  let [rows, cut, stopped] = [0, 0, false];
  let reading: Promise<void> = Promise.resolve();
  try {
    const file = await inSnapshot(ctx, async (snapshot) => {
      const where = await selectionWhere(snapshot, record, row.selection as Selection);
      const total = await selectionCount(snapshot, record, where);
      const sheet = await sheetOf[record](snapshot, where, row.columns as string[]);

      async function goesOn(): Promise<void> {
        signal.throwIfAborted();
        stopped = !(await tellProgress(ctx, row.id, key, { done: rows, total }));
        if (stopped) throw new Error("the export was stopped");
        await publish(ctx, row.userId, { kind: "export", id: row.id });
      }
      async function* batches(): AsyncGenerator<SheetCell[][]> {
        const { promise, resolve } = Promise.withResolvers<void>();
        reading = promise;
        try {
          await goesOn();
          for await (const batch of sheet.batches()) {
            yield batch;
            rows += batch.length;
            await goesOn();
          }
        } finally {
          resolve();
        }
      }

      const content = ctx.spreadsheets.table(format, {
        name: sheet.name,
        columns: sheet.columns,
        rows: batches(),
        onCut: () => cut++,
      });
      const { extension, mediaType } = kinds[format];
      const name = `${sheet.file}-${inParis(ctx.now().toISOString()).day}.${extension}`;
      try {
        return await storeFile(ctx, { name, mediaType, purpose: "export", content, key });
      } finally {
        content.destroy();
        await reading; // nobody reads in a snapshot that is over
      }
    });
    return { file, rows, cut };
  } catch (error) {
    if (stopped) return null;
    signal.throwIfAborted();
    throw error;
  }
}

/**
 * The file is whole: it is given to its user, who is told. Not when the export was cancelled or overtaken meanwhile
 * (« stopped »), nor when somebody who may be in it was anonymised since it begun (« outdated »).
 */
const finish = (
  ctx: Ctx,
  exportId: string,
  key: string,
  { file, rows, cut }: Written,
  begun: Date,
): Promise<"given" | "stopped" | "outdated"> =>
  inTransaction(ctx, async (ctx) => {
    const row = await lockExport(ctx, exportId);
    if (row?.status !== "running" || keptOf(row).key !== key) return "stopped";
    await holdGiving(ctx, "giver");
    if (await anonymisedSince(ctx, begun)) return "outdated";
    const { exportDays } = await readSettings(ctx);
    const { scope, organisationId } = ctx.actor;
    const details = { key, reach: { scope, organisationId }, ...(cut > 0 ? { cut } : {}) } satisfies Kept;
    const now = ctx.now();
    await ctx.db.export.update({
      where: { id: exportId },
      data: {
        ...{ status: "done", done: rows, total: rows, details, fileId: file.id, finishedAt: now },
        expiresAt: new Date(now.getTime() + exportDays * dayMs),
      },
    });
    await notify(ctx, row.userId, "export.done", { exportId, record: row.record, rows });
    await publish(ctx, row.userId, { kind: "export", id: exportId });
    await enqueue(ctx, exportMail, { exportId });
    return "given";
  });

/** Keeps why an export failed, and tells the person. */
async function failExport(ctx: Ctx, exportId: string, { code, details }: Pick<Refusal, "code" | "details">) {
  const key = await inTransaction(ctx, async (ctx) => {
    const row = await lockExport(ctx, exportId);
    if (!row || !isUnderWay(row)) return undefined;
    const failure = { failure: code, details: details as object };
    await ctx.db.export.update({
      where: { id: exportId },
      data: { ...failure, status: "failed", finishedAt: ctx.now() },
    });
    await notify(ctx, row.userId, "export.failed", { ...details, exportId, record: row.record, code });
    await publish(ctx, row.userId, { kind: "export", id: exportId });
    return keptOf(row).key;
  });
  if (key) await ctx.files.remove(key);
}

/** The job was tried often enough. */
export const giveUpExport = (ctx: Ctx, exportId: string): Promise<void> =>
  failExport(ctx, exportId, { code: "JOB_FAILED", details: {} });

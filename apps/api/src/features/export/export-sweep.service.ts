import { toActor } from "../../platform/actors.ts";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { removeFile } from "../file/file.service.ts";
import { publish } from "../notification/notification.service.ts";
import { exportFiles, exportsWithFile, holdGiving, lockExport } from "./export.queries.ts";
import { mayStillRead } from "./export-rights.ts";

const batch = 100;
const nil = "00000000-0000-0000-0000-000000000000";

/** Removes the files of exports that have expired, or whose user has left or lost the right to read them. Gives how many. */
export async function sweepExports(ctx: Ctx, signal: AbortSignal): Promise<number> {
  let [removed, after] = [0, nil];
  for (;;) {
    signal.throwIfAborted();
    const rows = await exportsWithFile(ctx, after, batch);
    for (const row of rows) {
      const over = row.expiresAt !== null && row.expiresAt <= ctx.now();
      if (!over && row.user.active && mayStillRead(toActor(row.user, ""), row)) continue;
      await withdraw(ctx, row.id);
      removed++;
    }
    const last = rows.at(-1);
    if (!last || rows.length < batch) return removed;
    after = last.id;
  }
}

/** Removes an export's file; that it was asked for stays to be seen. */
async function withdraw(ctx: Ctx, exportId: string, also: (ctx: Ctx) => Promise<void> = async () => {}): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const row = await lockExport(ctx, exportId);
    if (!row?.fileId) return;
    const now = ctx.now();
    const expiresAt = row.expiresAt && row.expiresAt < now ? row.expiresAt : now;
    await ctx.db.export.update({ where: { id: exportId }, data: { fileId: null, expiresAt } });
    await also(ctx);
    await removeFile(ctx, row.fileId); // before the commit: a row undone is swept again
    await publish(ctx, row.userId, { kind: "export", id: exportId });
  });
}

/** No export is given to its user until this transaction ends: those that then are will see who was anonymised in it. */
export const holdExports = (ctx: Ctx) => holdGiving(ctx, "anonymiser");

/**
 * Removes the file of every export written since a moment that may hold a person who is forgotten, as `mayHold` says of its
 * bytes: null when not, else what is done in the same transaction.
 */
export async function withdrawExports(
  ctx: Ctx,
  since: Date,
  mayHold: (key: string) => Promise<((ctx: Ctx) => Promise<void>) | null>,
  signal: AbortSignal,
): Promise<void> {
  for (const { id, file } of await exportFiles(ctx, since)) {
    signal.throwIfAborted();
    const also = file && (await mayHold(file.key));
    if (also) await withdraw(ctx, id, also);
  }
}

import { toActor } from "../../platform/actors.ts";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import { removeFile } from "../file/file.service.ts";
import { publish } from "../notification/notification.service.ts";
import { exportFiles, exportsWithFile, lockExport } from "./export.queries.ts";
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
async function withdraw(ctx: Ctx, exportId: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const row = await lockExport(ctx, exportId);
    if (!row?.fileId) return;
    const now = ctx.now();
    const expiresAt = row.expiresAt && row.expiresAt < now ? row.expiresAt : now;
    await ctx.db.export.update({ where: { id: exportId }, data: { fileId: null, expiresAt } });
    await removeFile(ctx, row.fileId); // before the commit: a row undone is swept again
    await publish(ctx, row.userId, { kind: "export", id: exportId });
  });
}

/**
 * Removes the saved exports in which one of these texts is found to be about a person who is forgotten, and those that are
 * too large to be read for it: they may hold him. Calls `told` with what each removed one held.
 */
export async function withdrawExportsAbout(
  ctx: Ctx,
  isAbout: (row: string) => boolean,
  told: () => void,
  signal: AbortSignal,
): Promise<void> {
  for (const { id, file } of await exportFiles(ctx)) {
    signal.throwIfAborted();
    if (!file || !(await mayHold(ctx, file.key, isAbout))) continue;
    await withdraw(ctx, id);
    told();
  }
}

async function mayHold(ctx: Ctx, key: string, isAbout: (row: string) => boolean): Promise<boolean> {
  try {
    for await (const { cells } of ctx.spreadsheets.rows(() => ctx.files.read(key)))
      if (isAbout(cells.join("\n"))) return true;
    return false;
  } catch (error) {
    if (error instanceof UnreadableSpreadsheet) return true;
    throw error;
  }
}

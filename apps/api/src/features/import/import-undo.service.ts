import { toActor } from "../../platform/actors.ts";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { notify, publish } from "../notification/notification.service.ts";
import { importWithUser, lockImport, lockImports, nextItems, settleItems } from "./import.queries.ts";
import { detailsOf } from "./import-details.ts";
import { kindOf } from "./import-kinds.ts";
import { failImport } from "./import-run.service.ts";

/** Records put back in one transaction: what a killed worker may have to do again. */
const chunkSize = 500;

/**
 * Puts back what an import wrote, chunk by chunk, each in one transaction with its timelines and the progress. What somebody
 * changed since stays, with why. Killed at any point, it resumes: what is put back has left the undo log.
 */
export async function undoThrough(ctx: Ctx, importId: string, signal: AbortSignal): Promise<void> {
  const row = await importWithUser(ctx, importId);
  if (row?.status !== "undoing") return;
  const work = { ...ctx, actor: toActor(row.user, "") };
  const { access } = kindOf(row.record);
  if (!row.user.active || !work.actor.permissions.has(access))
    return failImport(work, importId, new Refusal("NOT_ALLOWED", { access }));
  while (await undoChunk(work, importId)) signal.throwIfAborted();
}

/** One chunk; false when there is nothing more to do. */
const undoChunk = (ctx: Ctx, importId: string): Promise<boolean> =>
  inTransaction(ctx, async (ctx) => {
    const row = await lockImport(ctx, importId);
    if (row?.status !== "undoing") return false;
    const { userId, record, file } = row;
    await lockImports(ctx);
    const items = await nextItems(ctx, importId, chunkSize);
    const goesOn = items.length > 0;
    if (goesOn) {
      const undone = await kindOf(record).undo(ctx, { id: importId, name: file.name }, items);
      await settleItems(ctx, importId, undone);
      await ctx.db.import.update({
        where: { id: importId },
        data: { restored: { increment: undone.restored.length }, kept: { increment: undone.kept.length } },
      });
    } else {
      await kindOf(record).undone?.(ctx, detailsOf(row));
      await ctx.db.import.update({ where: { id: importId }, data: { status: "undone", finishedAt: ctx.now() } });
      const { restored, kept } = row;
      await notify(ctx, userId, "import.undone", { importId, record, name: file.name, restored, kept });
    }
    await publish(ctx, userId, { kind: "import", id: importId });
    return goesOn;
  });

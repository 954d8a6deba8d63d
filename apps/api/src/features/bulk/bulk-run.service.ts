import type { BulkChange } from "@crm/db";
import { toActor } from "../../platform/actors.ts";
import { type Actor, type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { notify, publish } from "../notification/notification.service.ts";
import { bulkWithUser, forgetBefore, keepBefore, lockBulk, nextItems } from "./bulk.queries.ts";
import { workOf } from "./bulk-registry.service.ts";

/** Records that are changed and counted in one transaction: what a killed worker may have to do again. */
const chunkSize = 1000;

/** There, or back. */
export type Phase = "running" | "undoing";

/**
 * Works off a change, chunk by chunk, each in one transaction with its records, their timelines and the progress. Killed at
 * any point, it resumes behind the last chunk; cancelled, it stops. A refusal (the owner deactivated, the question archived
 * meanwhile) makes it fail with why; what was changed before stays, and can be undone.
 */
export async function workThrough(ctx: Ctx, bulkId: string, phase: Phase, signal: AbortSignal): Promise<void> {
  const row = await bulkWithUser(ctx, bulkId);
  if (row?.status !== phase) return;
  const work = { ...ctx, actor: toActor(row.user, "") };
  try {
    if (!row.user.active) throw new Refusal("NOT_ALLOWED");
    assertMay(work.actor, row.record);
    while (await workChunk(work, bulkId, phase)) signal.throwIfAborted();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await failBulk(work, bulkId, error);
  }
}

/** Refuses with NOT_ALLOWED. */
export function assertMay(actor: Actor, record: string): void {
  const access = record === "contact" ? "contact:write" : "opportunity:write";
  if (!actor.permissions.has(access)) throw new Refusal("NOT_ALLOWED", { access });
}

/** One chunk; false when there is nothing more to do. */
const workChunk = (ctx: Ctx, bulkId: string, phase: Phase): Promise<boolean> =>
  inTransaction(ctx, async (ctx) => {
    const row = await lockBulk(ctx, bulkId);
    if (row?.status !== phase) return false;
    const goesOn = phase === "running" ? await applyChunk(ctx, row) : await undoChunk(ctx, row);
    if (!goesOn) {
      const { kind, record, changed, skipped, done } = row;
      const back = phase === "undoing";
      await notify(ctx, row.userId, back ? "bulk.undone" : "bulk.done", {
        ...{ bulkId, kind, record, skipped },
        changed: back ? done - skipped : changed,
      });
    }
    await publish(ctx, row.userId, { kind: "bulk", id: bulkId });
    return goesOn;
  });

/** Changes the next records in the transaction of ctx, in which `row` is locked; ends the change, and says false, when there are none. */
export async function applyChunk(ctx: Ctx, row: BulkChange): Promise<boolean> {
  const work = workOf(row.kind);
  const record = row.record as "contact" | "opportunity";
  const ready = await work.prepare(ctx, record, row.params);
  const ids = (await nextItems(ctx, row, chunkSize, false)).map(({ id }) => id);
  if (ids.length === 0) {
    await work.done?.(ctx, record, ready, row.changed);
    await ctx.db.bulkChange.update({ where: { id: row.id }, data: { status: "done", finishedAt: ctx.now() } });
    return false;
  }
  const changed = await work.apply(ctx, record, ids, ready);
  await keepBefore(ctx, row.id, changed);
  await ctx.db.bulkChange.update({
    where: { id: row.id },
    data: {
      cursor: ids.at(-1) ?? null,
      done: { increment: ids.length },
      changed: { increment: changed.length },
    },
  });
  return true;
}

/** Restores the next records likewise. */
export async function undoChunk(ctx: Ctx, row: BulkChange): Promise<boolean> {
  const items = await nextItems(ctx, row, chunkSize, true);
  if (items.length === 0) {
    await ctx.db.bulkChange.update({ where: { id: row.id }, data: { status: "undone", finishedAt: ctx.now() } });
    return false;
  }
  const restored = await workOf(row.kind).undo(ctx, row.record as "contact" | "opportunity", items, row.params);
  await forgetBefore(ctx, row.id, restored);
  await ctx.db.bulkChange.update({
    where: { id: row.id },
    data: {
      cursor: items.at(-1)?.id ?? null,
      done: { increment: items.length },
      skipped: { increment: items.length - restored.length },
    },
  });
  return true;
}

/** Keeps why a change failed, and tells the person. What is changed stays, and can be undone. */
export async function failBulk(
  ctx: Ctx,
  bulkId: string,
  { code, details }: Pick<Refusal, "code" | "details">,
): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const row = await lockBulk(ctx, bulkId);
    if (!row || !["checking", "running", "undoing"].includes(row.status)) return;
    const failure = { failure: code, details: { ...(row.details as object), ...details } as object };
    await ctx.db.bulkChange.update({
      where: { id: bulkId },
      data: { ...failure, status: "failed", finishedAt: ctx.now() },
    });
    const { kind, record, changed } = row;
    await notify(ctx, row.userId, "bulk.failed", { ...details, bulkId, kind, record, changed, code });
    await publish(ctx, row.userId, { kind: "bulk", id: bulkId });
  });
}

/** The job was tried often enough. */
export const giveUpBulk = (ctx: Ctx, bulkId: string): Promise<void> =>
  failBulk(ctx, bulkId, { code: "JOB_FAILED", details: {} });

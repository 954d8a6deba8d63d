import { v7 as uuid } from "uuid";
import { toActor } from "../../platform/actors.ts";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { enqueue } from "../../platform/job.ts";
import { deliveryJob } from "./delivery.jobs.ts";
import { mayReceive } from "./delivery.service.ts";
import { nextRun } from "./next-run.ts";
import { claimDue } from "./saved-report.queries.ts";

/** Schedules claimed in one transaction. */
const batch = 20;
/** How long what came of a mail is remembered. */
const rememberedMs = 180 * 86_400_000;

interface Sending {
  reportId: string;
  format: string;
  dueAt: Date;
}

/** Refuses with RECIPIENT_NOT_ACCEPTED, and their names, those who have left or can't read reports. */
export async function assertReceive(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const users = await ctx.db.user.findMany({ where: { id: { in: [...ids] } } });
  const fit = new Set(users.filter(mayReceive).map(({ id }) => id));
  if (ids.every((id) => fit.has(id))) return;
  const names = users.filter(({ id }) => !fit.has(id)).map((user) => toActor(user, "").name);
  throw new Refusal("RECIPIENT_NOT_ACCEPTED", { names });
}

/** The mails of a report for one moment, and their jobs, in the transaction of ctx; whoever has one for it gets no second. */
export async function sendTo(ctx: Ctx, people: readonly string[], sending: Sending): Promise<void> {
  const rows = await ctx.db.reportDelivery.createManyAndReturn({
    data: people.map((userId) => ({ id: uuid(), userId, ...sending })),
    skipDuplicates: true,
    select: { id: true },
  });
  for (const { id } of rows) await enqueue(ctx, deliveryJob, { deliveryId: id }, { key: id });
}

/**
 * Sends every report whose moment has come, once, however late: its mails are written in the transaction that moves it to its
 * next moment. One whose maker has left, or can't read reports any more, moves on and is not sent.
 */
export async function sendDue(ctx: Ctx, signal: AbortSignal): Promise<void> {
  for (let claimed = batch; claimed === batch; ) {
    signal.throwIfAborted();
    claimed = await inTransaction(ctx, async (ctx) => {
      const due = await claimDue(ctx, batch);
      for (const { reportId, nextAt, format, ...times } of due) {
        await ctx.db.reportSchedule.update({ where: { reportId }, data: { nextAt: nextRun(times, ctx.now()) } });
        const { user, recipients } = await ctx.db.savedReport.findUniqueOrThrow({
          where: { id: reportId },
          select: { user: true, recipients: { select: { userId: true } } },
        });
        if (!mayReceive(user)) continue;
        await sendTo(
          ctx,
          recipients.map(({ userId }) => userId),
          { reportId, format, dueAt: nextAt },
        );
      }
      return due.length;
    });
  }
}

/** Forgets what came of mails long ago. */
export const forgetDeliveries = (ctx: Ctx) =>
  ctx.db.reportDelivery.deleteMany({ where: { dueAt: { lt: new Date(ctx.now().getTime() - rememberedMs) } } });

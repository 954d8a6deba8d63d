import type { ActionView } from "@crm/contract";
import { toActor } from "../../platform/actors.ts";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { enqueue } from "../../platform/job.ts";
import { notify } from "../notification/notification.service.ts";
import { actionRow } from "./action.queries.ts";
import { toActionView } from "./action.view.ts";
import { reminderMail } from "./reminder.jobs.ts";
import { claimMail, claimReminders, forgetActionsBefore, unclaimMail } from "./reminder.queries.ts";
import { reminderMailFor } from "./reminder-mail.view.ts";

/** Reminders claimed in one transaction. */
const batch = 100;
/** How long a deleted action can be restored. */
const deletedMs = 30 * 86_400_000;

/**
 * Reminds of every action whose hour has come: a notification, and the job of its e-mail, in the transaction that claims it.
 * Killed at any point, what was claimed has both, and the rest is claimed next time: nobody is reminded twice.
 */
export async function remindDue(ctx: Ctx, signal: AbortSignal): Promise<void> {
  for (let claimed = batch; claimed === batch; ) {
    signal.throwIfAborted();
    claimed = await inTransaction(ctx, async (ctx) => {
      const rows = await claimReminders(ctx, batch);
      for (const { id } of rows) {
        const due = await seenByOwner(ctx, id);
        if (!due) continue;
        const { view, userId } = due;
        await notify(ctx, userId, "action.due", {
          actionId: id,
          type: view.type.label,
          about: about(view),
          time: view.time,
        });
        await enqueue(ctx, reminderMail, { actionId: id }, { key: id });
      }
      return rows.length;
    });
  }
}

/**
 * Mails the reminder of an action, at most once: it is claimed before it is sent, so that a worker killed in between leaves
 * it unsent rather than sent twice (the notification is there). A carrier that refuses is asked again by the job.
 */
export async function mailReminder(ctx: Ctx, actionId: string): Promise<void> {
  if (!(await claimMail(ctx, actionId))) return;
  try {
    const due = await seenByOwner(ctx, actionId);
    if (due) await ctx.mailer.send(reminderMailFor(due.view, due, ctx.publicUrl));
  } catch (error) {
    await unclaimMail(ctx, actionId);
    throw error;
  }
}

/** Deletes for good what was deleted long ago. */
export const forgetDeletedActions = (ctx: Ctx) => forgetActionsBefore(ctx, new Date(ctx.now().getTime() - deletedMs));

/** An action as the person sees it who does it; null when he has left. */
async function seenByOwner(ctx: Ctx, id: string) {
  const action = await ctx.db.action.findUnique({ where: { id }, include: { owner: true } });
  const user = action?.owner;
  if (!user?.active || !user.crmAccess) return null;
  const actor = toActor(user, "");
  const row = await actionRow({ ...ctx, actor }, id);
  return (
    row && { view: toActionView(row, actor, ctx.now()), userId: user.id, email: user.email, firstName: user.firstName }
  );
}

/** Whom and what it is about, as far as its owner may see it. */
const about = ({ contact, opportunity }: ActionView) => [contact?.name, opportunity?.title].filter(Boolean).join(" – ");

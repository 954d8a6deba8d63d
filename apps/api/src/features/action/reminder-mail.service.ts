import { toActor } from "../../platform/actors.ts";
import type { Ctx } from "../../platform/context.ts";
import { actionRow } from "./action.queries.ts";
import { toActionView } from "./action.view.ts";
import { claimMail, unclaimMail } from "./reminder.queries.ts";
import { reminderMailFor } from "./reminder-mail.view.ts";

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

/** An action as the person sees it who does it; null when he has left. */
export async function seenByOwner(ctx: Ctx, id: string) {
  const action = await ctx.db.action.findUnique({ where: { id }, include: { owner: true } });
  const user = action?.owner;
  if (!user?.active || !user.crmAccess) return null;
  const actor = toActor(user, "");
  const row = await actionRow({ ...ctx, actor }, id);
  return (
    row && { view: toActionView(row, actor, ctx.now()), userId: user.id, email: user.email, firstName: user.firstName }
  );
}

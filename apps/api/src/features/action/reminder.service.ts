import type { ActionView } from "@crm/contract";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { enqueue } from "../../platform/job.ts";
import { notify } from "../notification/notification.service.ts";
import { claimReminders, forgetActionsBefore } from "./reminder.queries.ts";
import { reminderMail } from "./reminder-mail.jobs.ts";
import { seenByOwner } from "./reminder-mail.service.ts";

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

/** Deletes for good what was deleted long ago. */
export const forgetDeletedActions = (ctx: Ctx) => forgetActionsBefore(ctx, new Date(ctx.now().getTime() - deletedMs));

/** Whom and what it is about, as far as its owner may see it. */
const about = ({ contact, opportunity }: ActionView) => [contact?.name, opportunity?.title].filter(Boolean).join(" – ");

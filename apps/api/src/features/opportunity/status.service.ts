import { isDeepStrictEqual } from "node:util";
import { type OpportunityView, type StatusChange, statusDetails, statusOf } from "@crm/contract";
import type { z } from "zod";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { refuseFuture, today } from "../../platform/today.ts";
import { recordEvents } from "../audit/audit.service.ts";
import { notify } from "../notification/notification.service.ts";
import { claimReminders } from "./opportunity.queries.ts";
import { holdOpportunity, viewOpportunity, writeOpportunity } from "./opportunity.service.ts";

/** Reminders sent in one transaction. */
const chunk = 200;

/**
 * Gives it another status from a day on (guide 3.2.1), with the reason of « sans suite » and « ajourné » and the day on which
 * an « ajourné » comes back to mind; for the other statuses they are forgotten.
 * Refuses with NOT_FOUND, DATE_IN_FUTURE, REMINDER_IN_PAST, and EDIT_CONFLICT when it says something else than `from`.
 */
export function changeStatus(
  ctx: Ctx,
  id: string,
  { from, status, on, ...input }: z.output<typeof StatusChange>,
): Promise<OpportunityView> {
  return inTransaction(ctx, async (ctx) => {
    refuseFuture(ctx, on);
    const before = await holdOpportunity(ctx, id);
    const says = statusDetails[status];
    const kept = status === before.status ? before : { statusReason: "", remindOn: null };
    const reason = says.reason ? (input.reason ?? kept.statusReason) : "";
    const remindOn = says.reminder ? (input.remindOn === undefined ? kept.remindOn : input.remindOn) : null;
    const moved = remindOn !== before.remindOn;
    if (before.status === status && before.statusOn === on && before.statusReason === reason && !moved) return before;
    if (!isDeepStrictEqual(from, statusOf(before))) throw new Refusal("EDIT_CONFLICT", { current: before });
    if (moved && remindOn !== null && remindOn < today(ctx))
      throw new Refusal("REMINDER_IN_PAST", { date: remindOn, today: today(ctx) });
    await writeOpportunity(ctx, id, {
      ...{ status, statusOn: new Date(on), statusReason: reason },
      ...(moved ? { remindOn: remindOn && new Date(remindOn), remindedAt: null } : {}),
    });
    const data = { from: before.status, to: status, on, ...(reason && { reason }), ...(remindOn && { remindOn }) };
    await recordEvents(ctx, [{ kind: "opportunity.status", contactId: before.contact.id, opportunityId: id, data }]);
    return viewOpportunity(ctx, id);
  });
}

/**
 * Tells the owners of postponed opportunities, once, that the day to think of them again has come in Paris; one that nobody
 * follows waits until somebody does. Gives how many.
 */
export async function sendReminders(ctx: Ctx, signal: AbortSignal): Promise<number> {
  for (let sent = 0; ; ) {
    signal.throwIfAborted();
    const count = await inTransaction(ctx, async (ctx) => {
      const due = await claimReminders(ctx, today(ctx), chunk);
      for (const { id: opportunityId, title, reason, ownerId } of due)
        await notify(ctx, ownerId, "opportunity.reminder", { opportunityId, title, reason });
      return due.length;
    });
    sent += count;
    if (count < chunk) return sent;
  }
}

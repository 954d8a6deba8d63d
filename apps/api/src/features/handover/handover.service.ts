import type { Belongings } from "@crm/contract";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { actionsLeftOf, giveActions } from "../action/action-records.service.ts";
import { createBulk } from "../bulk/bulk.service.ts";
import { giveForms } from "../form/form.service.ts";
import { notify } from "../notification/notification.service.ts";
import { assertAssignable, setUserActive, showUser } from "../user/user.service.ts";

/** How much a user follows and has to do. Refuses with NOT_FOUND. */
export async function belongingsOf(ctx: Ctx, id: string): Promise<Belongings> {
  await showUser(ctx, id);
  const kept = { ownerId: id, deletedAt: null };
  // One after the other: handing over asks in its transaction.
  const contacts = await ctx.db.contact.count({ where: kept });
  const opportunities = await ctx.db.opportunity.count({ where: kept });
  const actions = await actionsLeftOf(ctx, id);
  return { contacts, opportunities, actions };
}

/**
 * Deactivates a user and gives all that he follows and has still to do to another one, who is told: contacts and
 * opportunities as a bulk change, which is seen, resumed and undone as any other; and what forms will bring him. Refuses with NOT_FOUND, OWN_ACCOUNT,
 * LAST_ADMIN, OWNER_NOT_ASSIGNABLE (the other one is inactive, or the same), NOT_ALLOWED (the actor has no CRM functions).
 */
export function handOver(ctx: Ctx, id: string, toId: string): Promise<void> {
  return inTransaction(
    ctx,
    async (ctx) => {
      // First the locks that deactivating takes, in its order.
      const user = await setUserActive(ctx, id, false);
      if (toId === id) throw new Refusal("OWNER_NOT_ASSIGNABLE", { userId: toId });
      const to = await assertAssignable(ctx, toId);
      const { contacts, opportunities, actions } = await belongingsOf(ctx, id);
      for (const [record, count] of [
        ["contact", contacts],
        ["opportunity", opportunities],
      ] as const)
        if (count > 0)
          await createBulk(ctx, { record, kind: "assign", params: { ownerId: toId }, filter: { ownerId: id } });
      await giveActions(ctx, { id, name: `${user.firstName} ${user.lastName}`.trim() }, to);
      await giveForms(ctx, id, toId);
      if (actions > 0 && toId !== ctx.actor.id)
        await notify(ctx, toId, "action.handed-over", { count: actions, by: ctx.actor.name });
    },
    { timeout: 120_000 },
  );
}

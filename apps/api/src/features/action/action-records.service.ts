import type { ActionView } from "@crm/contract";
import type { Ctx } from "../../platform/context.ts";
import { recordEvents } from "../audit/audit.service.ts";
import { eraseActionRows, giveActionRows, openActionCount } from "./action.queries.ts";
import { listActions } from "./action.service.ts";

/** Everything planned and done for a contact that the actor sees, the latest first: what its personal data hold. Refuses with NOT_FOUND. */
export async function everyActionOf(ctx: Ctx, contactId: string): Promise<ActionView[]> {
  const found: ActionView[] = [];
  for (const state of ["open", "done"] as const)
    for (let after: string | undefined; ; ) {
      const { rows, next } = await listActions(ctx, { contactId, state, size: 200, ...(after ? { after } : {}) });
      found.push(...rows);
      if (next === null) break;
      after = next;
    }
  return found;
}

/**
 * Takes a person out of the actions planned for him, in the transaction that anonymises him: texts and reports go, what was
 * still to do is deleted, as there is nobody left to do it for. Gives how many held a text.
 */
export const eraseActionsOf = (ctx: Ctx, contactIds: string[]): Promise<number> => eraseActionRows(ctx, contactIds);

/** How much a user has to do, as « À traiter » shows it to him: without what is of a contact or an opportunity in the bin. */
export const actionsLeftOf = (ctx: Ctx, userId: string): Promise<number> => openActionCount(ctx, userId);

/** Gives what a user had still to do to another one, in the transaction of ctx: what is in the bin with its contact too. */
export async function giveActions(
  ctx: Ctx,
  from: { id: string; name: string },
  to: { id: string; name: string; organisationId: string },
): Promise<void> {
  const given = await giveActionRows(ctx, from.id, to);
  await recordEvents(
    ctx,
    given.map(({ id, contactId, opportunityId, type }) => ({
      ...{ kind: "action.assigned" as const, contactId, data: { actionId: id, type } },
      ...(opportunityId === null ? {} : { opportunityId }),
      changes: [{ field: "owner", from: from.name, to: to.name }],
    })),
  );
}

import { type Ctx, inTransaction } from "../../platform/context.ts";
import { type Happening, recordEvents } from "../audit/audit.service.ts";
import {
  type Binned,
  binContacts,
  binOpportunities,
  binOpportunitiesOf,
  holdBinnedContacts,
  holdContactsOf,
  unbinContacts,
  unbinOpportunities,
  unbinOpportunitiesOf,
} from "./bin.queries.ts";

/**
 * Puts contacts into the recycle bin (guide 2.3), their opportunities along with them, whoever follows those. Gives the ids
 * of the contacts that went: those that the actor does not see, or that are there already, are left alone.
 */
export function deleteContacts(ctx: Ctx, ids: string[]): Promise<string[]> {
  return inTransaction(ctx, async (ctx) => {
    const changed = await binContacts(ctx, ids);
    await tell(ctx, "deleted", changed, changed.length === 0 ? [] : await binOpportunitiesOf(ctx, changed));
    return changed;
  });
}

/** Brings contacts back from the bin, with exactly the opportunities that went along. Gives the ids that came back. */
export function restoreContacts(ctx: Ctx, ids: string[]): Promise<string[]> {
  return inTransaction(ctx, async (ctx) => {
    const changed = await holdBinnedContacts(ctx, ids);
    if (changed.length === 0) return changed;
    const opportunities = await unbinOpportunitiesOf(ctx, changed);
    await unbinContacts(ctx, changed);
    await tell(ctx, "restored", changed, opportunities);
    return changed;
  });
}

/** Puts opportunities into the recycle bin (guide 3.3). Gives the ids of those that went. */
export function deleteOpportunities(ctx: Ctx, ids: string[]): Promise<string[]> {
  return inTransaction(ctx, async (ctx) => {
    const changed = await binOpportunities(ctx, ids);
    await recordEvents(ctx, changed.map(alone("opportunity.deleted")));
    return changed.map(({ id }) => id);
  });
}

/** Brings opportunities back. Gives the ids that came back: one whose contact is in the bin waits for it. */
export function restoreOpportunities(ctx: Ctx, ids: string[]): Promise<string[]> {
  return inTransaction(ctx, async (ctx) => {
    await holdContactsOf(ctx, ids);
    const changed = await unbinOpportunities(ctx, ids);
    await recordEvents(ctx, changed.map(alone("opportunity.restored")));
    return changed.map(({ id }) => id);
  });
}

const alone =
  (kind: "opportunity.deleted" | "opportunity.restored") =>
  ({ id, contactId, title }: Binned): Happening => ({ kind, contactId, opportunityId: id, data: { title } });

/** One line in the contact's timeline, with how many opportunities; each of those tells it in its own. */
async function tell(ctx: Ctx, verb: "deleted" | "restored", contactIds: string[], opportunities: Binned[]) {
  const counts = new Map<string, number>();
  for (const { contactId } of opportunities) counts.set(contactId, (counts.get(contactId) ?? 0) + 1);
  await recordEvents(ctx, [
    ...contactIds.map(
      (contactId): Happening => ({
        ...{ kind: `contact.${verb}`, contactId, data: { opportunities: counts.get(contactId) ?? 0 } },
      }),
    ),
    ...opportunities.map(
      ({ id, title }): Happening => ({
        ...{ kind: `opportunity.${verb}`, contactId: null, opportunityId: id, data: { title, withContact: true } },
      }),
    ),
  ]);
}

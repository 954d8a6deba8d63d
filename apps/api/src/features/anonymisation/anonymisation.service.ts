import type { ContactView } from "@crm/contract";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { recordEvents } from "../audit/audit.service.ts";
import { viewContact } from "../contact/contact.service.ts";
import { readSettings } from "../setting/setting.service.ts";
import { setAnonymiseAt } from "./anonymisation.queries.ts";

const dayMs = 86_400_000;

/**
 * Marks contacts to be anonymised once the delay of the settings is over (guide 2.3: « l'anonymisation définitive sera
 * effectuée ultérieurement »). Gives the ids that this marked: not those out of sight, marked already or anonymised.
 */
export function markForAnonymisation(ctx: Ctx, ids: string[]): Promise<string[]> {
  return inTransaction(ctx, async (ctx) => {
    const { anonymisationDelayDays } = await readSettings(ctx);
    const at = new Date(ctx.now().getTime() + anonymisationDelayDays * dayMs);
    const changed = await setAnonymiseAt(ctx, ids, at);
    const data = { at: at.toISOString() };
    await recordEvents(
      ctx,
      changed.map((contactId) => ({ kind: "contact.anonymisation-asked", contactId, data })),
    );
    return changed;
  });
}

/** Takes the mark off contacts that are not anonymised yet. Gives the ids that this changed. */
export function cancelAnonymisation(ctx: Ctx, ids: string[]): Promise<string[]> {
  return inTransaction(ctx, async (ctx) => {
    const changed = await setAnonymiseAt(ctx, ids, null);
    await recordEvents(
      ctx,
      changed.map((contactId) => ({ kind: "contact.anonymisation-cancelled", contactId })),
    );
    return changed;
  });
}

/** Marks one contact, and gives it. Refuses with NOT_FOUND, CONTACT_ANONYMISED; one that is marked already stays so. */
export function markContact(ctx: Ctx, id: string): Promise<ContactView> {
  return inTransaction(ctx, async (ctx) => {
    await viewContact(ctx, id, { lock: true });
    await markForAnonymisation(ctx, [id]);
    return viewContact(ctx, id);
  });
}

/** Takes the mark off one contact, and gives it. Refuses with NOT_FOUND, CONTACT_ANONYMISED: then it is too late. */
export function unmarkContact(ctx: Ctx, id: string): Promise<ContactView> {
  return inTransaction(ctx, async (ctx) => {
    await viewContact(ctx, id, { lock: true });
    await cancelAnonymisation(ctx, [id]);
    return viewContact(ctx, id);
  });
}

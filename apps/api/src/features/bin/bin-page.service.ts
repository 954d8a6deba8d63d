import type { BinQuery, BinRow } from "@crm/contract";
import type { z } from "zod";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal } from "../../platform/error.ts";
import { viewContact } from "../contact/contact.service.ts";
import { readSettings } from "../setting/setting.service.ts";
import { deleteContacts, deleteOpportunities, restoreContacts, restoreOpportunities } from "./bin.service.ts";
import { binPage, opportunitiesOf, opportunityInBin } from "./bin-list.queries.ts";

const dayMs = 86_400_000;

/** What the actor may bring back, latest first. */
export async function listBin(ctx: Ctx, query: z.output<typeof BinQuery>) {
  const [{ rows, next }, { binDays }] = await Promise.all([binPage(ctx, query), readSettings(ctx)]);
  return {
    rows: rows.map(
      (row): BinRow => ({
        ...row,
        deletedAt: row.deletedAt.toISOString(),
        purgeAt: new Date(row.deletedAt.getTime() + binDays * dayMs).toISOString(),
      }),
    ),
    next,
    count: null,
  };
}

/** What would go along with a contact, and the delays of the settings. Refuses with NOT_FOUND. */
export async function contactImpact(ctx: Ctx, id: string) {
  await viewContact(ctx, id);
  const [along, settings] = await Promise.all([opportunitiesOf(ctx, id), readSettings(ctx)]);
  const { binDays, anonymisationDelayDays } = settings;
  return { ...along, binDays, anonymisationDelayDays };
}

type Change = (ctx: Ctx, ids: string[]) => Promise<string[]>;

/** One record instead of many: refuses with NOT_FOUND when it was not changed. */
async function changeOne(ctx: Ctx, change: Change, record: string, id: string): Promise<void> {
  const [changed] = await change(ctx, [id]);
  found(changed, record, id);
}

export const deleteContact = (ctx: Ctx, id: string) => changeOne(ctx, deleteContacts, "contact", id);
export const deleteOpportunity = (ctx: Ctx, id: string) => changeOne(ctx, deleteOpportunities, "opportunity", id);
export const restoreContact = (ctx: Ctx, id: string) => changeOne(ctx, restoreContacts, "contact", id);

/** Refuses with NOT_FOUND, and with CONTACT_DELETED when its contact is in the bin itself. */
export function restoreOpportunity(ctx: Ctx, id: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const [changed] = await restoreOpportunities(ctx, [id]);
    if (changed !== undefined) return;
    found((await opportunityInBin(ctx, id)) || null, "opportunity", id);
    throw new Refusal("CONTACT_DELETED");
  });
}

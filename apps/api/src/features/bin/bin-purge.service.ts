import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found } from "../../platform/error.ts";
import { readSettings } from "../setting/setting.service.ts";
import { type Purged, purgeContactRows, purgeOpportunityRows } from "./bin-list.queries.ts";

const dayMs = 86_400_000;
/** Records deleted in one transaction. */
const chunk = 500;

/** Deletes a contact of the bin for good, with its opportunities. Refuses with NOT_FOUND. */
export const purgeContact = (ctx: Ctx, id: string) => purgeOne(ctx, "contact", id, purgeContactRows);

/** Deletes an opportunity of the bin for good. Refuses with NOT_FOUND. */
export const purgeOpportunity = (ctx: Ctx, id: string) => purgeOne(ctx, "opportunity", id, purgeOpportunityRows);

const purgeOne = (ctx: Ctx, record: string, id: string, purge: (ctx: Ctx, purged: Purged) => Promise<number>) =>
  inTransaction(ctx, async (ctx) => {
    found((await purge(ctx, { ids: [id] })) || null, record, id);
  });

/** Deletes for good what has been in the bin for the days of the settings. Gives how many records. */
export async function purgeBin(ctx: Ctx, signal: AbortSignal): Promise<number> {
  const { binDays } = await readSettings(ctx);
  const before = new Date(ctx.now().getTime() - binDays * dayMs);
  let purged = 0;
  for (const purge of [purgeContactRows, purgeOpportunityRows]) {
    for (let count = chunk; count === chunk; purged += count) {
      signal.throwIfAborted();
      count = await inTransaction(ctx, (ctx) => purge(ctx, { before, limit: chunk }));
    }
  }
  return purged;
}

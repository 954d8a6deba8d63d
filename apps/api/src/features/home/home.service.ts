import type { Whose } from "@crm/contract";
import type { Ctx } from "../../platform/context.ts";
import { changesSince, markVisit, pipelineShares, staleOpportunities } from "./home.queries.ts";

const weekMs = 7 * 86_400_000;

/** Open opportunities by stage, of those that the actor follows or sees. */
export const showPipeline = (ctx: Ctx, whose: Whose) => pipelineShares(ctx, whose);

/** Those of them that nobody has touched for longer than their stage allows. */
export const listStale = async (ctx: Ctx, whose: Whose) =>
  (await staleOpportunities(ctx, whose)).map(({ since, ...row }) => ({ ...row, since: since.toISOString() }));

/** Notes that the actor is here, and says since when he has not been. */
export async function visit(ctx: Ctx): Promise<{ since: string }> {
  const before = await markVisit(ctx);
  return { since: (before ?? new Date(ctx.now().getTime() - weekMs)).toISOString() };
}

/** What others changed since, of what the actor sees. */
export const listChanges = async (ctx: Ctx, since: string) =>
  (await changesSince(ctx, new Date(since))).map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));

import { type HomeWidget, homeWidgets, usualWidgets, type Whose, widgetsFor } from "@crm/contract";
import type { Ctx } from "../../platform/context.ts";
import { standing } from "../opportunity/standing.service.ts";
import { changesSince, keepWidgets, keptWidgets, markVisit, opened, staleOpportunities } from "./home.queries.ts";

const weekMs = 7 * 86_400_000;

/** Open opportunities by stage, of those that the actor follows or sees. */
export const showPipeline = async (ctx: Ctx, whose: Whose) =>
  (await standing(ctx, opened(ctx, whose))).map(({ pipelineId, stageId, count, cents, weightedCents }) => ({
    ...{ pipelineId, stageId, count, amount: cents / 100, weighted: weightedCents / 100 },
  }));

/** Those of them that nobody has touched for longer than their stage allows. */
export const listStale = async (ctx: Ctx, whose: Whose) =>
  (await staleOpportunities(ctx, whose)).map(({ since, ...row }) => ({ ...row, since: since.toISOString() }));

/**
 * The widgets that the actor chose for his home page, in order; the usual ones until he does. Without those that he may
 * not see (any more), and those that an older version knew.
 */
export const showWidgets = async (ctx: Ctx) => told(ctx, await keptWidgets(ctx));

/** Keeps a choice, each widget once; null: the usual ones again. */
export async function chooseWidgets(ctx: Ctx, widgets: readonly HomeWidget[] | null) {
  const once = widgets && [...new Set(widgets)];
  await keepWidgets(ctx, once);
  return told(ctx, once);
}

const told = ({ actor }: Ctx, kept: readonly string[] | null) => ({
  widgets: widgetsFor([...actor.permissions], kept?.filter(isWidget) ?? usualWidgets),
});
const isWidget = (name: string): name is HomeWidget => Object.hasOwn(homeWidgets, name);

/** Notes that the actor is here, and says since when he has not been. */
export async function visit(ctx: Ctx): Promise<{ since: string }> {
  const before = await markVisit(ctx);
  return { since: (before ?? new Date(ctx.now().getTime() - weekMs)).toISOString() };
}

/** What others changed since, of what the actor sees. */
export const listChanges = async (ctx: Ctx, since: string) =>
  (await changesSince(ctx, new Date(since))).map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));

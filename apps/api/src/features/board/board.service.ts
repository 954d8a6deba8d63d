import type { boardApi, OpportunityView, StageMove } from "@crm/contract";
import type { z } from "zod";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { refuseFuture } from "../../platform/today.ts";
import { recordEvents } from "../audit/audit.service.ts";
import { opportunitiesWhere, viewOpportunity, writeOpportunity } from "../opportunity/opportunity.service.ts";
import { holdProgress } from "../opportunity/progress.service.ts";
import { standing } from "../opportunity/standing.service.ts";
import { type PlacedStage, placedStages, writeReached } from "./board.queries.ts";

type Reached = OpportunityView["reached"][number];
type BoardQuery = z.output<(typeof boardApi)["columns"]["schema"]["querystring"]>;

/** The figures of a board's columns: of the opportunities that the list finds with the same filter, whatever their status. */
export async function showColumns(ctx: Ctx, filter: BoardQuery) {
  const columns = new Map<string | null, { count: number; cents: number; weightedCents: number }>();
  for (const { stageId, ...row } of await standing(ctx, await opportunitiesWhere(ctx, filter))) {
    const sum = columns.get(stageId) ?? { count: 0, cents: 0, weightedCents: 0 };
    columns.set(stageId, {
      count: sum.count + row.count,
      cents: sum.cents + row.cents,
      weightedCents: sum.weightedCents + row.weightedCents,
    });
  }
  return [...columns].map(([stageId, { count, cents, weightedCents }]) => ({
    ...{ stageId, count, amount: cents / 100, weighted: weightedCents / 100 },
  }));
}

/**
 * Makes an opportunity stand on a stage, in one transaction: validates those between (guide 3.2.2), or steps back over those
 * behind. Two who make the same move at once both find it done.
 *
 * Refuses with NOT_FOUND (also a stage of another type, or an archived one that it has not reached), EDIT_CONFLICT when it
 * stands elsewhere than `from` (details.current), DATE_IN_FUTURE, DATE_BEFORE_PREVIOUS_STAGE.
 */
export function moveToStage(ctx: Ctx, id: string, { from, to, on, days }: z.output<typeof StageMove>) {
  return inTransaction(ctx, async (ctx) => {
    const { opportunity } = await holdProgress(ctx, id);
    if (opportunity.stageId === to) return { opportunity, undone: [] };
    if (opportunity.stageId !== from) throw new Refusal("EDIT_CONFLICT", { current: opportunity });
    const stages = await placedStages(ctx, opportunity.pipelineId);
    const { undone, added } = wayTo(stages, opportunity.reached, to);
    const dayOf = new Map(days.map(({ stageId, reachedOn }) => [stageId, reachedOn]));
    const reached = added.map((stageId) => ({ stageId, reachedOn: dayOf.get(stageId) ?? on }));
    refuseDisorder(ctx, stages, opportunity.reached.at(-undone.length - 1), reached);

    await writeReached(
      ctx,
      id,
      undone.map(({ stageId }) => stageId),
      reached,
    );
    await writeOpportunity(ctx, id, { stageId: to });
    const told = (kind: "opportunity.stage-reached" | "opportunity.stage-undone") => (stage: Reached) => ({
      ...{ kind, contactId: opportunity.contact.id, opportunityId: id },
      data: { stageId: stage.stageId, stage: labelOf(stages, stage.stageId), on: stage.reachedOn },
    });
    await recordEvents(ctx, [
      ...undone.toReversed().map(told("opportunity.stage-undone")),
      ...reached.map(told("opportunity.stage-reached")),
    ]);
    return { opportunity: await viewOpportunity(ctx, id), undone };
  });
}

/** What is taken back and what is validated to stand on `to`; refuses with NOT_FOUND a stage that can't be stood on. */
function wayTo(stages: readonly PlacedStage[], reached: readonly Reached[], to: string | null) {
  const placeOf = (stageId: string) => stages.findIndex(({ id }) => id === stageId);
  const target = to === null ? -1 : placeOf(to);
  const stood = reached.some(({ stageId }) => stageId === to);
  if (to !== null && (target < 0 || (stages[target]?.archived && !stood)))
    throw new Refusal("NOT_FOUND", { record: "stage", id: to });
  const kept = reached.filter(({ stageId }) => placeOf(stageId) <= target);
  const last = placeOf(kept.at(-1)?.stageId ?? "");
  return {
    undone: reached.slice(kept.length),
    added: stages.slice(last + 1, target + 1).flatMap(({ id, archived }) => (archived ? [] : [id])),
  };
}

function refuseDisorder(
  ctx: Ctx,
  stages: readonly PlacedStage[],
  last: Reached | undefined,
  reached: readonly Reached[],
): void {
  let before = last;
  for (const stage of reached) {
    refuseFuture(ctx, stage.reachedOn);
    if (before && stage.reachedOn < before.reachedOn) {
      const { stageId, reachedOn: previous } = before;
      throw new Refusal("DATE_BEFORE_PREVIOUS_STAGE", { stage: labelOf(stages, stageId), previous });
    }
    before = stage;
  }
}

const labelOf = (stages: readonly PlacedStage[], stageId: string) =>
  stages.find(({ id }) => id === stageId)?.label ?? "";

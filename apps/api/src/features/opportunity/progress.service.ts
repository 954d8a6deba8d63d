import type { OpportunityView, PipelineView, StageReached } from "@crm/contract";
import type { z } from "zod";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal } from "../../platform/error.ts";
import { refuseFuture } from "../../platform/today.ts";
import { recordEvents } from "../audit/audit.service.ts";
import { holdPipeline } from "../pipeline/pipeline.service.ts";
import { pipelineIdOf, writeReachedStage } from "./opportunity.queries.ts";
import { holdOpportunity, viewOpportunity, writeOpportunity } from "./opportunity.service.ts";

/**
 * Marks the next stage as reached on the day it really happened, which need not be today (guide 3.2.2).
 *
 * Refuses with NOT_FOUND, STAGE_ALREADY_REACHED (details: which, and since when: somebody else was first), STAGE_NOT_NEXT (details.next: the stage to validate first, if any),
 * DATE_IN_FUTURE, DATE_BEFORE_PREVIOUS_STAGE (details: the stage before and its day).
 */
export function reachStage(
  ctx: Ctx,
  id: string,
  { stageId, reachedOn }: z.output<typeof StageReached>,
): Promise<OpportunityView> {
  return inTransaction(ctx, async (ctx) => {
    const { opportunity, pipeline } = await holdProgress(ctx, id);
    const { reached, nextStageId } = opportunity;
    const done = reached.find((stage) => stage.stageId === stageId);
    if (done) throw new Refusal("STAGE_ALREADY_REACHED", { stageId, ...labelled(pipeline, done) });
    if (stageId !== nextStageId) throw new Refusal("STAGE_NOT_NEXT", { next: stageOf(pipeline, nextStageId) });
    refuseFuture(ctx, reachedOn);
    const last = reached.at(-1);
    if (last && reachedOn < last.reachedOn) {
      const { stage, on } = labelled(pipeline, last);
      throw new Refusal("DATE_BEFORE_PREVIOUS_STAGE", { stage, previous: on });
    }
    await writeReachedStage(ctx, id, stageId, reachedOn);
    await record(ctx, "opportunity.stage-reached", opportunity, pipeline, { stageId, reachedOn });
    return viewOpportunity(ctx, id);
  });
}

/**
 * Undoes the last stage reached (guide: « Reculer d'une étape »), the one that is named. Refuses with NOT_FOUND,
 * NO_STAGE_TO_UNDO, STAGE_NOT_LAST (details.stage: the one that is last by now).
 */
export function stepBack(ctx: Ctx, id: string, stageId: string): Promise<OpportunityView> {
  return inTransaction(ctx, async (ctx) => {
    const { opportunity, pipeline } = await holdProgress(ctx, id);
    const last = opportunity.reached.at(-1);
    if (!last) throw new Refusal("NO_STAGE_TO_UNDO");
    if (last.stageId !== stageId) throw new Refusal("STAGE_NOT_LAST", labelled(pipeline, last));
    await writeOpportunity(ctx, id, { stageId: opportunity.reached.at(-2)?.stageId ?? null });
    await ctx.db.reachedStage.delete({
      where: { opportunityId_stageId: { opportunityId: id, stageId: last.stageId } },
    });
    await record(ctx, "opportunity.stage-undone", opportunity, pipeline, last);
    return viewOpportunity(ctx, id);
  });
}

/** An opportunity that the actor sees and its type, in the order in which saving a type locks them. */
export async function holdProgress(
  ctx: Ctx,
  id: string,
): Promise<{ opportunity: OpportunityView; pipeline: PipelineView }> {
  const pipelineId = found(await pipelineIdOf(ctx, id), "opportunity", id);
  const pipeline = await holdPipeline(ctx, pipelineId);
  return { opportunity: await holdOpportunity(ctx, id), pipeline };
}

function stageOf({ stages }: PipelineView, stageId: string | null): { id: string; label: string } | null {
  const stage = stages.find(({ id }) => id === stageId);
  return stage ? { id: stage.id, label: stage.label } : null;
}

const labelled = (pipeline: PipelineView, { stageId, reachedOn }: z.output<typeof StageReached>) => ({
  stage: stageOf(pipeline, stageId)?.label ?? "",
  on: reachedOn,
});

function record(
  ctx: Ctx,
  kind: "opportunity.stage-reached" | "opportunity.stage-undone",
  { id, contact }: OpportunityView,
  pipeline: PipelineView,
  reached: z.output<typeof StageReached>,
): Promise<void> {
  const data = { stageId: reached.stageId, ...labelled(pipeline, reached) };
  return recordEvents(ctx, [{ kind, contactId: contact.id, opportunityId: id, data }]);
}

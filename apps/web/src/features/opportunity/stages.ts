import type { OpportunityView, PipelineView, StageView } from "@crm/contract";

/** A stage on the progress bar. "skipped": added to the type behind the back of an opportunity that was already further. */
export interface Segment {
  stage: StageView;
  reachedOn: string | null;
  state: "done" | "next" | "ahead" | "skipped";
}

/** The progress bar of an opportunity: the stages of its type in order, archived ones only where it has reached them. */
export function segmentsOf(
  pipeline: PipelineView,
  { reached, nextStageId }: Pick<OpportunityView, "reached" | "nextStageId">,
): Segment[] {
  const order = pipeline.stages.filter((stage) => !stage.archived);
  reached.forEach(({ stageId }, place) => {
    const archived = pipeline.stages.find(({ id, archived }) => id === stageId && archived);
    if (!archived) return;
    const previous = order.findIndex(({ id }) => id === reached[place - 1]?.stageId);
    order.splice(previous + 1, 0, archived);
  });
  const days = new Map(reached.map(({ stageId, reachedOn }) => [stageId, reachedOn]));
  const last = order.findLastIndex(({ id }) => days.has(id));
  return order.map((stage, place) => {
    const reachedOn = days.get(stage.id) ?? null;
    const state = reachedOn ? "done" : stage.id === nextStageId ? "next" : place < last ? "skipped" : "ahead";
    return { stage, reachedOn, state };
  });
}

export const stageOf = (
  pipelines: readonly PipelineView[],
  { pipelineId, stageId }: { pipelineId: string; stageId: string | null },
): StageView | undefined => pipelines.find(({ id }) => id === pipelineId)?.stages.find(({ id }) => id === stageId);

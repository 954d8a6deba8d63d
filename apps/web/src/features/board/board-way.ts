import type { PipelineView, StageView } from "@crm/contract";

/** What a move does, as the person is told before: stages to validate, or to take back, in the order of the bar. */
export interface Way {
  direction: "forward" | "back";
  stages: StageView[];
}

/**
 * The stages between where a card stands and where it is dropped (null: before the first). Null when they can't be told:
 * it stands on an archived stage, whose place nobody sees any more.
 */
export function wayBetween({ stages }: PipelineView, from: string | null, to: string | null): Way | null {
  const active = stages.filter(({ archived }) => !archived);
  const placeOf = (stageId: string | null) => (stageId === null ? -1 : active.findIndex(({ id }) => id === stageId));
  const [start, end] = [placeOf(from), placeOf(to)];
  if ((from !== null && start < 0) || (to !== null && end < 0)) return null;
  return end > start
    ? { direction: "forward", stages: active.slice(start + 1, end + 1) }
    : { direction: "back", stages: active.slice(end + 1, start + 1) };
}

/** The columns of a board: before the first stage, the stages in order, archived ones only where cards still stand on them. */
export function columnsOf(
  { stages }: PipelineView,
  figures: readonly { stageId: string | null; count: number }[],
  only: string | undefined,
): (StageView | null)[] {
  const stoodOn = new Set(figures.filter(({ count }) => count > 0).map(({ stageId }) => stageId));
  return [null, ...stages.filter(({ id, archived }) => !archived || stoodOn.has(id))].filter(
    (stage) => only === undefined || only === (stage?.id ?? "none"),
  );
}

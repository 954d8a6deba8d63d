import type { Funnel, FunnelQuery, FunnelStage } from "@crm/contract";
import type { z } from "zod";
import type { Ctx } from "../../platform/context.ts";
import { found } from "../../platform/error.ts";
import { opportunitiesWhere } from "../opportunity/opportunity.service.ts";
import { type StandingRow, standing } from "../opportunity/standing.service.ts";
import { addTo, noTally, type StatusTally, statusFigures } from "./figures.ts";
import { stageDurations, stagesInOrder } from "./funnel.queries.ts";

type Query = z.output<typeof FunnelQuery>;

/**
 * The sales funnel (guide 6.1; docs/reports.md): of a cohort on one type, how many reached each stage, by their status now.
 * The first bar is the cohort. An archived stage shows while somebody stands on it. Refuses with NOT_FOUND.
 */
export async function showFunnel(ctx: Ctx, query: Query): Promise<Funnel> {
  const [where, stages] = await Promise.all([opportunitiesWhere(ctx, query), stagesInOrder(ctx, query.pipelineId)]);
  found(stages[0] ?? null, "pipeline", query.pipelineId);
  const rows = await standing(ctx, where);
  const stoodOn = new Set(rows.map(({ stageId }) => stageId));
  const shown = stages.filter(({ id, archived }) => !archived || stoodOn.has(id));
  const bars = [{ stageId: null, label: "", colour: null, archived: false }, ...shown.map(toBar)];
  const reached = talliesOf(bars, rows);
  const figures = reached.map(statusFigures);
  return {
    stages: bars.map((bar, at): FunnelStage => {
      const here = figures[at] as (typeof figures)[number];
      return {
        ...bar,
        ...here,
        fromPrevious: share(here.count, figures[at - 1]?.count),
        fromStart: share(here.count, figures[0]?.count),
      };
    }),
    leak: leakOf(bars, rows),
  };
}

const toBar = ({ id, label, colour, archived }: { id: string; label: string; colour: string; archived: boolean }) => ({
  ...{ stageId: id as string | null, label, colour: colour as string | null, archived },
});

const share = (part: number, whole: number | undefined) => (whole ? part / whole : null);

/** Who stands on a stage has reached it and all before it. */
function talliesOf(bars: readonly { stageId: string | null }[], rows: readonly StandingRow[]): StatusTally[] {
  const tallies = bars.map(noTally);
  for (const row of rows) {
    const last = bars.findIndex(({ stageId }) => stageId === row.stageId);
    for (const tally of tallies.slice(0, last + 1)) addTo(tally, row.status, row);
  }
  return tallies;
}

/** The stage on the way to which most were given up: those that stand before it and are lost, or ended otherwise. */
function leakOf(bars: readonly { stageId: string | null }[], rows: readonly StandingRow[]): string | null {
  const givenUp = bars.slice(0, -1).map(({ stageId }, at) => ({
    next: bars[at + 1]?.stageId ?? null,
    count: rows
      .filter((row) => row.stageId === stageId && (row.status === "lost" || row.status === "other"))
      .reduce((sum, { count }) => sum + count, 0),
  }));
  const most = givenUp.reduce((most, step) => (step.count > most.count ? step : most), { next: null, count: 0 });
  return most.next;
}

/** Median days from stage to stage of the same cohort. Refuses with NOT_FOUND. */
export async function showDurations(ctx: Ctx, query: Query) {
  const stages = await stagesInOrder(ctx, query.pipelineId);
  found(stages[0] ?? null, "pipeline", query.pipelineId);
  const measured = new Map(
    (await stageDurations(ctx, await opportunitiesWhere(ctx, query))).map((row) => [row.stageId, row]),
  );
  return stages
    .filter(({ id, archived }) => !archived || measured.has(id))
    .map(({ id }) => measured.get(id) ?? { stageId: id, medianDays: null, measured: 0 });
}

import type { Prisma } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";

export interface PlacedStage {
  id: string;
  pipelineId: string;
  label: string;
  colour: string;
  archived: boolean;
}

/** The stages of a type, or of all, in the order of their bars; archived ones where they were. */
export const stagesInOrder = (ctx: Ctx, pipelineId: string | undefined) => ctx.reader.$queryRaw<PlacedStage[]>`
  SELECT s.id, s.pipeline_id AS "pipelineId", s.label, s.colour, s.archived_at IS NOT NULL AS archived
  FROM stages s JOIN pipelines p ON p.id = s.pipeline_id
  WHERE ${pipelineId ?? null}::uuid IS NULL OR s.pipeline_id = ${pipelineId ?? null}::uuid
  ORDER BY p.position, p.id, s.position, s.id`;

/**
 * Days from the stage reached before (for the first: from the day of creation in Paris) to each stage; a step that was
 * dated before the one it follows, which only a creation can be, took no day.
 */
export const stageDurations = (ctx: Ctx, where: Prisma.Sql) => ctx.reader.$queryRaw<
  { stageId: string; medianDays: number; measured: number }[]
>`
  SELECT d.stage_id AS "stageId", percentile_cont(0.5) WITHIN GROUP (ORDER BY d.days)::float8 AS "medianDays", count(*)::int AS measured
  FROM (
    SELECT r.stage_id, greatest(0, r.reached_on - lag(r.reached_on, 1, (o.created_at AT TIME ZONE 'Europe/Paris')::date)
      OVER (PARTITION BY r.opportunity_id ORDER BY s.position)) AS days
    FROM opportunities o JOIN reached_stages r ON r.opportunity_id = o.id JOIN stages s ON s.id = r.stage_id
    WHERE ${where}
  ) d GROUP BY d.stage_id`;

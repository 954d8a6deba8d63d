import type { Ctx } from "../../platform/context.ts";

export interface PlacedStage {
  id: string;
  label: string;
  archived: boolean;
}

/** Every stage of a type in the order of its bar, archived ones where they were. */
export const placedStages = (ctx: Ctx, pipelineId: string) => ctx.db.$queryRaw<PlacedStage[]>`
  SELECT s.id, s.label, s.archived_at IS NOT NULL AS archived
  FROM stages s WHERE s.pipeline_id = ${pipelineId}::uuid ORDER BY s.position, s.id`;

/** Takes stages off an opportunity and marks others as reached. */
export async function writeReached(
  ctx: Ctx,
  opportunityId: string,
  undone: readonly string[],
  reached: readonly { stageId: string; reachedOn: string }[],
): Promise<void> {
  if (undone.length > 0)
    await ctx.db.$executeRaw`
      DELETE FROM reached_stages WHERE opportunity_id = ${opportunityId}::uuid AND stage_id = ANY(${[...undone]}::uuid[])`;
  if (reached.length > 0)
    await ctx.db.$executeRaw`
      INSERT INTO reached_stages (opportunity_id, stage_id, reached_on)
      SELECT ${opportunityId}::uuid, r."stageId", r."reachedOn"
      FROM jsonb_to_recordset(${JSON.stringify(reached)}::jsonb) AS r("stageId" uuid, "reachedOn" date)`;
}

import { Prisma, type Stage } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";
import type { Groups } from "../../platform/page-walk.ts";

export interface PipelineRow {
  id: string;
  name: string;
  version: number;
  archivedAt: Date | null;
  /** In the order of the bar. */
  stages: (Pick<Stage, "id" | "label" | "colour" | "probability" | "staleDays"> & {
    archivedAt: string | null;
  })[];
}

/** One statement: every stage validated reads its type. */
const pipelinesWhere = (ctx: Ctx, where: Prisma.Sql) => ctx.db.$queryRaw<PipelineRow[]>`
  SELECT p.id, p.name, p.version, p.archived_at AS "archivedAt",
    (SELECT coalesce(json_agg(json_build_object(
       'id', s.id, 'label', s.label, 'colour', s.colour, 'probability', s.probability, 'staleDays', s.stale_days,
       'archivedAt', s.archived_at) ORDER BY s.position, s.id), '[]')
     FROM stages s WHERE s.pipeline_id = p.id) AS stages
  FROM pipelines p WHERE ${where} ORDER BY p.position, p.id`;

export const pipelineRows = (ctx: Ctx) => pipelinesWhere(ctx, Prisma.sql`TRUE`);

export async function pipelineRow(ctx: Ctx, id: string): Promise<PipelineRow | null> {
  const [row] = await pipelinesWhere(ctx, Prisma.sql`p.id = ${id}::uuid`);
  return row ?? null;
}

/** Keeps a type and its stages as they are until the transaction ends. */
export const shareLockPipeline = (ctx: Ctx, id: string) =>
  ctx.db.$queryRaw`SELECT id FROM pipelines WHERE id = ${id}::uuid FOR SHARE`;

/** Lets nobody change the type, nor move an opportunity along it, until the transaction ends. */
export const lockPipeline = (ctx: Ctx, id: string) =>
  ctx.db.$queryRaw`SELECT id FROM pipelines WHERE id = ${id}::uuid FOR UPDATE`;

/** One at a time changes which types there are and their order. */
export const lockPipelineOrder = (ctx: Ctx) =>
  ctx.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('pipeline order'))`;

/** Those of these stages that an opportunity has reached. */
export async function usedStageIds(ctx: Ctx, ids: string[]): Promise<Set<string>> {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT s.id FROM stages s
    WHERE s.id = ANY(${ids}::uuid[])
      AND (EXISTS (SELECT FROM reached_stages r WHERE r.stage_id = s.id) OR EXISTS (SELECT FROM opportunities o WHERE o.stage_id = s.id))`;
  return new Set(rows.map(({ id }) => id));
}

/** The last stage reached again, where a new order of the stages changed which one it is. */
export const refreshLastStages = (ctx: Ctx, pipelineId: string) => ctx.db.$executeRaw`
  UPDATE opportunities o SET stage_id = last.stage_id
  FROM (
    SELECT DISTINCT ON (r.opportunity_id) r.opportunity_id, r.stage_id
    FROM reached_stages r JOIN stages s ON s.id = r.stage_id
    WHERE s.pipeline_id = ${pipelineId}::uuid
    ORDER BY r.opportunity_id, s.position DESC
  ) last
  WHERE last.opportunity_id = o.id AND o.stage_id IS DISTINCT FROM last.stage_id`;

/** Stages as a list is sorted by them: as they follow each other on their bar, bar after bar. */
export const stagesInOrder = (column: string): Groups => ({
  named: Prisma.sql`SELECT w.id, (lpad(p.position::text, 6, '0') || lpad(w.position::text, 6, '0') || ' ' || w.id) COLLATE "C" AS key
    FROM stages w JOIN pipelines p ON p.id = w.pipeline_id`,
  column,
});

/** Types of opportunity as a list is sorted by them: by name. */
export const pipelinesByName = (column: string): Groups => ({
  named: Prisma.sql`SELECT w.id, (sort_key(w.name) || ' ' || w.id) COLLATE "C" AS key FROM pipelines w`,
  column,
});

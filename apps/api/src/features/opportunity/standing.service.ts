import type { OpportunityStatus } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";

/** Opportunities that stand on one stage (null: before the first) with one status. */
export interface StandingRow {
  pipelineId: string;
  stageId: string | null;
  status: OpportunityStatus;
  /** The month in which they are expected, « 2026-04 », where it is asked for; null: none. */
  month: string | null;
  count: number;
  /** The sum of their amounts. */
  cents: number;
  /** « Pondéré »: what may be won of it; nothing of what is not open. */
  weightedCents: number;
}

const expectedMonth = Prisma.sql`to_char(o.expected_on, 'YYYY-MM')`;

/**
 * Where the opportunities of a condition stand, how they are, and what may be won of them, in the order of the bars: one pass,
 * over an index where no answer is asked for. Board, home page, funnel and forecast all count from it, so that no figure of
 * one name has two values. « Pondéré » is defined here alone: the amount of what is open × the probability of its stage;
 * before the first stage nothing is counted on (docs/reports.md).
 */
export const standing = (ctx: Ctx, where: Prisma.Sql, { byMonth = false } = {}) => ctx.reader.$queryRaw<StandingRow[]>`
  SELECT f.pipeline_id AS "pipelineId", f.stage_id AS "stageId", f.status::text AS status, f.month, f.count::int AS count,
    (f.amount * 100)::float8 AS cents,
    (CASE WHEN f.status = 'open' THEN f.amount * coalesce(s.probability, 0) ELSE 0 END)::float8 AS "weightedCents"
  FROM (
    SELECT o.pipeline_id, o.stage_id, o.status, ${byMonth ? expectedMonth : Prisma.sql`NULL::text`} AS month,
      count(*) AS count, coalesce(sum(o.amount), 0) AS amount
    FROM opportunities o WHERE ${where} GROUP BY 1, 2, 3, 4) f
  LEFT JOIN stages s ON s.id = f.stage_id
  LEFT JOIN pipelines p ON p.id = f.pipeline_id
  ORDER BY p.position, p.id, s.position NULLS FIRST, f.status, f.month`;

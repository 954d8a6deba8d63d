import type { InteractionKind, OpportunityStatus } from "@crm/contract";
import { Prisma } from "@crm/db";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";
import { actionsWhere, actionTable } from "../action/action.service.ts";

/** A span of time: from the one instant on, before the other, as `dayBoundsOf` gives them. */
export interface Span {
  from: string;
  before: string;
}

const nameOf = Prisma.raw("coalesce(trim(u.first_name || ' ' || u.last_name), '')");
/** The Monday, in Paris, of the week in which something happened. */
const weekOf = (column: string) =>
  Prisma.raw(`to_char(date_trunc('week', ${column} AT TIME ZONE 'Europe/Paris'), 'YYYY-MM-DD')`);

export interface ExchangeRow {
  userId: string | null;
  name: string;
  week: string;
  kind: InteractionKind;
  count: number;
}

/** Exchanges about the opportunities that the actor sees, by who had them, in weeks. */
export const exchangesByWeek = (ctx: Ctx, { from, before }: Span) => ctx.reader.$queryRaw<ExchangeRow[]>`
  SELECT f."userId", ${nameOf} AS name, f.week, f.kind, f.count FROM (
    SELECT i.actor_id AS "userId", ${weekOf("i.held_at")} AS week, i.kind::text AS kind, count(*)::int AS count
    FROM interactions i JOIN opportunities o ON o.id = i.opportunity_id
    WHERE i.held_at >= ${from}::timestamptz AND i.held_at < ${before}::timestamptz AND i.deleted_at IS NULL AND ${recordScope(ctx.actor, "o")}
    GROUP BY 1, 2, 3) f
  LEFT JOIN users u ON u.id = f."userId"`;

export interface DoneRow {
  userId: string | null;
  name: string;
  week: string;
  done: number;
  late: number;
}

/** Actions in the actor's scope that were done, as the list of them finds them, by whose they were, in weeks. */
export const actionsByWeek = (ctx: Ctx, { from, before }: Span) => ctx.reader.$queryRaw<DoneRow[]>`
  SELECT f."userId", ${nameOf} AS name, f.week, f.done, f.late FROM (
    SELECT a.owner_id AS "userId", ${weekOf("a.done_at")} AS week, count(*)::int AS done,
      (count(*) FILTER (WHERE a.done_at > a.due_at))::int AS late
    FROM ${actionTable} WHERE a.done_at >= ${from}::timestamptz AND a.done_at < ${before}::timestamptz AND ${actionsWhere(ctx, "done")}
    GROUP BY 1, 2) f
  LEFT JOIN users u ON u.id = f."userId"`;

/** Actions that are late now, by whose they are; as the list « À traiter » counts them. */
export const lateActions = (ctx: Ctx) => ctx.reader.$queryRaw<{ userId: string | null; name: string; count: number }[]>`
  SELECT f."userId", ${nameOf} AS name, f.count FROM (
    SELECT a.owner_id AS "userId", count(*)::int AS count FROM ${actionTable} WHERE ${actionsWhere(ctx, "late")} GROUP BY 1) f
  LEFT JOIN users u ON u.id = f."userId" ORDER BY f.count DESC, name`;

/**
 * Median days from the creation of an opportunity in the span to its first exchange: by who had that exchange, and of all
 * (`whole`), where they are null when there was none.
 */
export const responseTimes = (ctx: Ctx, { from, before }: Span) => ctx.reader.$queryRaw<
  { whole: boolean; userId: string | null; name: string; days: number | null }[]
>`
  SELECT f.whole, f."userId", ${nameOf} AS name, f.days FROM (
    SELECT grouping(first.actor_id) = 1 AS whole, first.actor_id AS "userId",
      (percentile_cont(0.5) WITHIN GROUP (ORDER BY greatest(0, extract(epoch FROM first.held_at - o.created_at))) / 86400)::float8 AS days
    FROM opportunities o
    CROSS JOIN LATERAL (
      SELECT i.held_at, i.actor_id FROM interactions i WHERE i.opportunity_id = o.id AND i.deleted_at IS NULL
      ORDER BY i.held_at, i.id LIMIT 1) first
    WHERE o.created_at >= ${from}::timestamptz AND o.created_at < ${before}::timestamptz AND ${recordScope(ctx.actor, "o")}
    GROUP BY GROUPING SETS ((), (first.actor_id))) f
  LEFT JOIN users u ON u.id = f."userId" ORDER BY name`;

/** All that the actor sees which has ended, by the stage on which it stands. */
export const endedByStage = (ctx: Ctx) => ctx.reader.$queryRaw<
  { pipelineId: string; stageId: string | null; status: OpportunityStatus; count: number }[]
>`
  SELECT o.pipeline_id AS "pipelineId", o.stage_id AS "stageId", o.status::text AS status, count(*)::int AS count
  FROM opportunities o WHERE o.status IN ('won', 'lost') AND ${recordScope(ctx.actor, "o")} GROUP BY 1, 2, 3`;

/** Lost opportunities of a condition, by the reason that their cards tell: whatever its case and accents, as lists find it. */
export const lostByReason = (ctx: Ctx, where: Prisma.Sql) => ctx.reader.$queryRaw<
  { reason: string; count: number; cents: number }[]
>`
  SELECT (array_agg(f.reason ORDER BY f.count DESC, f.reason))[1] AS reason, sum(f.count)::int AS count,
    (sum(f.amount) * 100)::float8 AS cents
  FROM (
    SELECT trim(o.status_reason) AS reason, count(*) AS count, coalesce(sum(o.amount), 0) AS amount
    FROM opportunities o WHERE ${where} AND o.status = 'lost' GROUP BY 1) f
  GROUP BY sort_key(f.reason) ORDER BY 2 DESC, 1 LIMIT 200`;

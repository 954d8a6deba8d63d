import { Prisma } from "@crm/db";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";

/** Days in Paris, both included. */
export interface Days {
  from: string;
  to: string;
}

/** Who followed an opportunity on the evening of a day in Paris; before it was created, who had it first. */
const creditedOn = (day: string) => {
  const evening = Prisma.raw(`((${day} + 1)::timestamp AT TIME ZONE 'Europe/Paris')`);
  return Prisma.sql`
    CROSS JOIN LATERAL (
      SELECT h.owner_id FROM opportunity_owners h WHERE h.opportunity_id = o.id
      ORDER BY h.since < ${evening} DESC, CASE WHEN h.since < ${evening} THEN h.since END DESC, h.since LIMIT 1) credited
    LEFT JOIN users u ON u.id = credited.owner_id`;
};
const credited = Prisma.raw(`u.id AS "userId", coalesce(trim(u.first_name || ' ' || u.last_name), '') AS name`);

export interface EndedRow {
  userId: string | null;
  name: string;
  status: "won" | "lost";
  count: number;
  cents: number;
}

/** The opportunities that the actor sees which were won or lost on these days, by who is credited. */
export const endedInPeriod = (ctx: Ctx, { from, to }: Days) => ctx.reader.$queryRaw<EndedRow[]>`
  SELECT ${credited}, o.status::text AS status, count(*)::int AS count, (coalesce(sum(o.amount), 0) * 100)::float8 AS cents
  FROM opportunities o ${creditedOn("o.status_on")}
  WHERE o.status IN ('won', 'lost') AND o.status_on >= ${from}::date AND o.status_on <= ${to}::date AND ${recordScope(ctx.actor, "o")}
  GROUP BY u.id, o.status`;

export interface ValidatedRow {
  userId: string | null;
  name: string;
  stageId: string;
  count: number;
}

/** The stages that these opportunities reached on these days, by who is credited. */
export const validatedInPeriod = (ctx: Ctx, { from, to }: Days) => ctx.reader.$queryRaw<ValidatedRow[]>`
  SELECT ${credited}, r.stage_id AS "stageId", count(*)::int AS count
  FROM reached_stages r JOIN opportunities o ON o.id = r.opportunity_id ${creditedOn("r.reached_on")}
  WHERE r.reached_on >= ${from}::date AND r.reached_on <= ${to}::date AND ${recordScope(ctx.actor, "o")}
  GROUP BY u.id, r.stage_id`;

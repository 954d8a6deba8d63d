import { type RecordChanges, type StaleOpportunity, staleDaysBeforeFirst, type Whose } from "@crm/contract";
import { Prisma } from "@crm/db";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";
import { contactNameSql, shownNameSql } from "../contact/contact.service.ts";

/** What the widgets show at most. */
const [staleSize, changesSize] = [8, 10];
/** Events looked at: after an import of a million, the newest of them will do. */
const eventsLookedAt = 5000;

/** The open ones that the actor follows, or sees. */
export const opened = (ctx: Ctx, whose: Whose): Prisma.Sql => Prisma.sql`
  ${recordScope(ctx.actor, "o")} AND o.status = 'open'
  AND ${whose === "mine" ? Prisma.sql`o.owner_id = ${ctx.actor.id}::uuid` : Prisma.sql`TRUE`}`;

export type StaleRow = Omit<StaleOpportunity, "since"> & { since: Date };

/** Walks the open ones from the longest untouched on; an exchange since keeps one out. */
export const staleOpportunities = (ctx: Ctx, whose: Whose) => ctx.reader.$queryRaw<StaleRow[]>`
  SELECT o.id, o.title, o.pipeline_id AS "pipelineId", o.stage_id AS "stageId", o.amount::float8 AS amount,
    json_build_object('id', c.id, 'name', ${shownNameSql(ctx.actor, "c")}) AS contact,
    CASE WHEN u.id IS NOT NULL THEN json_build_object(
      'id', u.id, 'name', trim(u.first_name || ' ' || u.last_name), 'active', u.active, 'photoId', u.photo_id) END AS owner,
    greatest(o.updated_at, (
      SELECT max(i.held_at) FROM interactions i WHERE i.opportunity_id = o.id AND i.deleted_at IS NULL)) AS since
  FROM opportunities o
  JOIN contacts c ON c.id = o.contact_id
  LEFT JOIN users u ON u.id = o.owner_id
  LEFT JOIN stages s ON s.id = o.stage_id
  CROSS JOIN LATERAL (SELECT ${ctx.now()}::timestamptz - make_interval(
    days => CASE WHEN o.stage_id IS NULL THEN ${staleDaysBeforeFirst}::int ELSE s.stale_days END) AS before) allowed
  WHERE ${opened(ctx, whose)} AND o.updated_at < allowed.before
    AND NOT EXISTS (
      SELECT FROM interactions i
      WHERE i.opportunity_id = o.id AND i.deleted_at IS NULL AND i.held_at >= allowed.before)
  ORDER BY o.updated_at, o.id
  LIMIT ${staleSize}`;

/** The widgets that the actor chose, as they were kept; null: he never did. */
export async function keptWidgets(ctx: Ctx): Promise<string[] | null> {
  const [row] = await ctx.db.$queryRaw<{ widgets: string[] | null }[]>`
    SELECT home_widgets AS widgets FROM users WHERE id = ${ctx.actor.id}::uuid`;
  return row?.widgets ?? null;
}

/** Keeps them; null: forgets the choice. */
export const keepWidgets = (ctx: Ctx, widgets: readonly string[] | null) =>
  ctx.db.$executeRaw`
    UPDATE users SET home_widgets = ${widgets && JSON.stringify(widgets)}::jsonb WHERE id = ${ctx.actor.id}::uuid`;

/** When the actor was here before, and that he is here now. */
export async function markVisit(ctx: Ctx): Promise<Date | null> {
  const [row] = await ctx.db.$queryRaw<{ at: Date | null }[]>`
    UPDATE users u SET last_visit_at = ${ctx.now()}
    FROM (SELECT id, last_visit_at AS at FROM users WHERE id = ${ctx.actor.id}::uuid FOR UPDATE) before
    WHERE u.id = before.id RETURNING before.at`;
  return row?.at ?? null;
}

export type ChangesRow = Omit<RecordChanges, "at"> & { at: Date };

/** What others did since, of what the actor sees, by record. An opportunity's own events are not told again under its contact. */
export const changesSince = (ctx: Ctx, since: Date) => ctx.reader.$queryRaw<ChangesRow[]>`
  WITH recent AS MATERIALIZED (
    SELECT e.id, e.at, e.kind, e.actor_id, e.contact_id, e.opportunity_id FROM audit_events e
    WHERE e.id >= ${firstIdSince(ctx, since)}::uuid AND e.at > ${since} AND e.actor_id IS DISTINCT FROM ${ctx.actor.id}::uuid
    ORDER BY e.id DESC LIMIT ${eventsLookedAt}
  ), seen AS (
    SELECT r.*, 'opportunity' AS record, o.id AS of, o.title AS name, o.status::text AS status
    FROM recent r JOIN opportunities o ON o.id = r.opportunity_id
    WHERE ${ctx.actor.permissions.has("opportunity:read") ? recordScope(ctx.actor, "o") : Prisma.sql`FALSE`}
    UNION ALL
    SELECT r.*, 'contact', c.id, ${contactNameSql("c")}, NULL
    FROM recent r JOIN contacts c ON c.id = r.contact_id
    WHERE r.opportunity_id IS NULL
      AND ${ctx.actor.permissions.has("contact:read") ? recordScope(ctx.actor, "c") : Prisma.sql`FALSE`}
  ), told AS (
    SELECT record, of AS id, name, status, count(*)::int AS count, array_agg(DISTINCT kind) AS kinds,
           (array_agg(actor_id ORDER BY id DESC))[1] AS actor_id, max(at) AS at
    FROM seen GROUP BY record, of, name, status ORDER BY max(at) DESC LIMIT ${changesSize}
  )
  SELECT t.record, t.id, t.name, t.status, t.count, t.kinds, t.at, trim(u.first_name || ' ' || u.last_name) AS by
  FROM told t LEFT JOIN users u ON u.id = t.actor_id ORDER BY t.at DESC, t.id`;

/** Ids of events are made in order, by the machine's clock: where those begin that can be as new as this, a minute to spare. */
function firstIdSince(ctx: Ctx, since: Date): string {
  const age = Math.max(0, ctx.now().getTime() - since.getTime());
  const milliseconds = Math.max(0, Date.now() - age - 60_000);
  const hex = milliseconds.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

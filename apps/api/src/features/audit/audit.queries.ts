import { Prisma } from "@crm/db";
import { recordScope } from "../../platform/access.ts";
import type { Actor, Ctx } from "../../platform/context.ts";

export interface AuditRow {
  id: string;
  at: Date | string;
  kind: string;
  actorId: string | null;
  actorName: string | null;
  opportunityId: string | null;
  opportunityTitle: string | null;
  data: unknown;
}

/**
 * Which events of a record that the actor sees are told to him (alias e, the opportunity they are about under o): one about an
 * opportunity only if he sees that too, whatever its kind; an exchange goes with its opportunity into the bin. `Happening`
 * says which kinds must name theirs.
 */
function toldTo(actor: Actor): Prisma.Sql {
  const kept = Prisma.sql`(e.kind NOT LIKE 'interaction.%' OR o.deleted_at IS NULL)`;
  if (actor.scope === "all") return kept;
  const seen = actor.permissions.has("opportunity:read")
    ? recordScope(actor, "o", { deleted: "either" })
    : Prisma.sql`FALSE`;
  return Prisma.sql`${kept} AND (e.opportunity_id IS NULL OR (${seen}))`;
}

/** What is told of them: who does not see all is not told how many opportunities went along, of which some are out of his sight. */
const dataFor = (actor: Actor) => (actor.scope === "all" ? Prisma.sql`e.data` : Prisma.sql`e.data - 'opportunities'`);

/** The events of a record, newest first, as one SELECT: run by itself, or inside a card's query as JSON. */
export function auditEventsSql(
  actor: Actor,
  of: { contactId: string } | { opportunityId: string },
  after: string | undefined,
  size: number,
  kinds?: readonly string[],
): Prisma.Sql {
  const record =
    "contactId" in of
      ? Prisma.sql`e.contact_id = ${of.contactId}::uuid`
      : Prisma.sql`e.opportunity_id = ${of.opportunityId}::uuid`;
  return Prisma.sql`
    SELECT e.id, e.at, e.kind, e.actor_id AS "actorId", u.first_name || ' ' || u.last_name AS "actorName",
           e.opportunity_id AS "opportunityId", o.title AS "opportunityTitle", ${dataFor(actor)} AS data
    FROM audit_events e
    LEFT JOIN users u ON u.id = e.actor_id
    LEFT JOIN opportunities o ON o.id = e.opportunity_id
    WHERE ${record} AND ${after ? Prisma.sql`e.id < ${after}::uuid` : Prisma.sql`TRUE`}
      AND ${toldTo(actor)}
      AND ${kinds ? Prisma.sql`e.kind = ANY(${kinds}::text[])` : Prisma.sql`TRUE`}
    ORDER BY e.id DESC
    LIMIT ${size}`;
}

/** How many events the timeline of a contact tells the actor, as an expression; `contactId` is a column. */
export const eventCountSql = (actor: Actor, contactId: string): Prisma.Sql => Prisma.sql`
  (SELECT count(*)::int FROM audit_events e LEFT JOIN opportunities o ON o.id = e.opportunity_id
   WHERE e.contact_id = ${Prisma.raw(contactId)} AND ${toldTo(actor)})`;

export const auditEvents = (
  ctx: Ctx,
  of: { contactId: string } | { opportunityId: string },
  page: { after?: string | undefined; size: number; kinds?: readonly string[] | undefined },
) => ctx.reader.$queryRaw<AuditRow[]>(auditEventsSql(ctx.actor, of, page.after, page.size, page.kinds));

/** Adds events given as a JSON array: one statement for one event or for the thousands of an import. */
export const insertEventsSql = (ctx: Ctx, events: string): Prisma.Sql => Prisma.sql`
  INSERT INTO audit_events (id, at, actor_id, kind, contact_id, opportunity_id, data)
  SELECT e.id, ${ctx.now()}, ${ctx.actor.id || null}::uuid, e.kind, e."contactId", e."opportunityId", e.data
  FROM jsonb_to_recordset(${events}::jsonb) AS e(id uuid, kind text, "contactId" uuid, "opportunityId" uuid, data jsonb)`;

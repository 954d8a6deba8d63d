import { Prisma } from "@crm/db";
import { recordScope } from "../../platform/access.ts";
import type { Actor, Ctx } from "../../platform/context.ts";
import { newIds } from "../../platform/ids.ts";

export interface SelectionRow {
  id: string;
  name: string;
  shared: boolean;
  version: number;
  createdAt: Date;
  ownerId: string;
  ownerName: string;
  contacts: number;
}

/** Which selections one may use: one's own, and those that people of one's organisation share (alias s). */
const usable = (actor: Actor) => Prisma.sql`
  (s.user_id = ${actor.id}::uuid OR (s.shared AND EXISTS (
    SELECT FROM users u WHERE u.id = s.user_id AND u.organisation_id = ${actor.organisationId}::uuid)))`;

/** Which contacts (alias c) are in a selection that the actor may use: a condition for the one `where` of contacts. */
export const selectedWhere = (actor: Actor, selectionId: string) => Prisma.sql`
  EXISTS (SELECT FROM selection_members m JOIN selections s ON s.id = m.selection_id
          WHERE m.contact_id = c.id AND m.selection_id = ${selectionId}::uuid AND ${usable(actor)})`;

/** The selections that the actor may use, by name, or one of them; how many contacts that he sees are in each. */
export const selectionRows = (ctx: Ctx, id?: string) => ctx.db.$queryRaw<SelectionRow[]>`
  SELECT s.id, s.name, s.shared, s.version, s.created_at AS "createdAt", o.id AS "ownerId",
    trim(o.first_name || ' ' || o.last_name) AS "ownerName",
    (SELECT count(DISTINCT m.contact_id)::int FROM selection_members m JOIN contacts c ON c.id = m.contact_id
     WHERE m.selection_id = s.id AND ${recordScope(ctx.actor, "c")}) AS contacts
  FROM selections s JOIN users o ON o.id = s.user_id
  WHERE ${usable(ctx.actor)} AND ${id ? Prisma.sql`s.id = ${id}::uuid` : Prisma.sql`TRUE`}
  ORDER BY lower(s.name), s.id`;

export const namesOf = (ctx: Ctx, contactId: string) => ctx.db.$queryRaw<{ name: string }[]>`
  SELECT DISTINCT s.name FROM selections s JOIN selection_members m ON m.selection_id = s.id
  WHERE m.contact_id = ${contactId}::uuid AND ${usable(ctx.actor)} ORDER BY s.name`;

/** Puts contacts that the actor sees into a selection; gives those that were not in it. */
export async function addMembers(ctx: Ctx, selectionId: string, contactIds: string[]): Promise<string[]> {
  const members = newIds(contactIds.length).map((id, place) => ({ id, contactId: contactIds[place] }));
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    INSERT INTO selection_members (id, selection_id, contact_id)
    SELECT n.id, ${selectionId}::uuid, n."contactId"
    FROM jsonb_to_recordset(${JSON.stringify(members)}::jsonb) AS n(id uuid, "contactId" uuid)
    JOIN contacts c ON c.id = n."contactId" AND ${recordScope(ctx.actor, "c")}
    WHERE NOT EXISTS (SELECT FROM selection_members m WHERE m.selection_id = ${selectionId}::uuid AND m.contact_id = c.id)
    RETURNING contact_id AS id`;
  return rows.map(({ id }) => id);
}

/** Takes contacts that the actor sees out of a selection; gives those that were in it. */
export async function removeMembers(ctx: Ctx, selectionId: string, contactIds: string[]): Promise<string[]> {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    DELETE FROM selection_members m USING contacts c
    WHERE m.selection_id = ${selectionId}::uuid AND m.contact_id = ANY(${contactIds}::uuid[]) AND c.id = m.contact_id
      AND ${recordScope(ctx.actor, "c")}
    RETURNING m.contact_id AS id`;
  return [...new Set(rows.map(({ id }) => id))];
}

/** Keeps a selection as it is until the transaction ends: one at a time puts contacts in or takes them out. */
export const lockSelection = (ctx: Ctx, id: string) =>
  ctx.db.$queryRaw`SELECT id FROM selections WHERE id = ${id}::uuid FOR UPDATE`;

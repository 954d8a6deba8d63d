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

/** Id and name of the selections that the actor may use: his own first, then the oldest. */
export const usableSelections = (ctx: Ctx) => ctx.db.$queryRaw<{ id: string; name: string }[]>`
  SELECT s.id, s.name FROM selections s WHERE ${usable(ctx.actor)}
  ORDER BY s.user_id <> ${ctx.actor.id}::uuid, s.id`;

/** As `lockSelection`, of several. */
export const holdSelections = (ctx: Ctx, ids: string[]) =>
  ctx.db.$queryRaw`SELECT id FROM selections WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;

/** Which of these contacts are in which of these selections: « selection contact ». */
export async function membersOf(ctx: Ctx, selectionIds: string[], contactIds: string[]): Promise<Set<string>> {
  const rows = await ctx.db.selectionMember.findMany({
    where: { selectionId: { in: selectionIds }, contactId: { in: contactIds } },
    select: { selectionId: true, contactId: true },
  });
  return new Set(rows.map(({ selectionId, contactId }) => `${selectionId} ${contactId}`));
}

/** Makes selections of the actor's own, for him alone, unless he has one of that name; their ids by name. */
export async function makeSelections(ctx: Ctx, names: string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const ids = newIds(names.length);
  const userId = ctx.actor.id;
  await ctx.db.selection.createMany({
    data: names.map((name, i) => ({ id: ids[i] ?? "", name, userId, createdAt: ctx.now() })),
    skipDuplicates: true,
  });
  const made = await ctx.db.selection.findMany({ where: { userId, name: { in: names } } });
  return new Map(made.map(({ id, name }) => [name, id]));
}

/** Puts contacts into selections, each at most once; gives the memberships that are new. */
export async function joinSelections(
  ctx: Ctx,
  pairs: { selectionId: string; contactId: string }[],
): Promise<{ id: string; contactId: string }[]> {
  if (pairs.length === 0) return [];
  const ids = newIds(pairs.length);
  const members = pairs.map((pair, i) => ({ id: ids[i], ...pair }));
  return ctx.db.$queryRaw<{ id: string; contactId: string }[]>`
    INSERT INTO selection_members (id, selection_id, contact_id)
    SELECT n.id, n."selectionId", n."contactId"
    FROM jsonb_to_recordset(${JSON.stringify(members)}::jsonb) AS n(id uuid, "selectionId" uuid, "contactId" uuid)
    WHERE NOT EXISTS (
      SELECT FROM selection_members m WHERE m.selection_id = n."selectionId" AND m.contact_id = n."contactId")
    RETURNING id, contact_id AS "contactId"`;
}

/** Ends memberships, by their own ids: one that was ended and begun again since is another one. */
export const endMemberships = (ctx: Ctx, memberIds: string[]) =>
  ctx.db.selectionMember.deleteMany({ where: { id: { in: memberIds } } });

/** Deletes those of these selections that are empty, and that nobody renamed or shared. */
export const removeUnused = (ctx: Ctx, ids: string[]) =>
  ctx.db.selection.deleteMany({ where: { id: { in: ids }, version: 1, members: { none: {} } } });

/** Names in one cell: those that a semicolon, comma or quote would tear apart stand in quotes. */
const cellOfNames =
  Prisma.raw(`string_agg(DISTINCT CASE WHEN s.name ~ '[;,"]|:::|^\\*' THEN '"' || replace(s.name, '"', '""') || '"'
  ELSE s.name END, '; ')`);

/** The selections that the actor may use in which contacts are, as a cell of a file: « contactId », « names ». */
export const selectionCells = (actor: Actor) => Prisma.sql`
  SELECT m.contact_id AS "contactId", ${cellOfNames} AS names
  FROM selection_members m JOIN selections s ON s.id = m.selection_id WHERE ${usable(actor)} GROUP BY m.contact_id`;

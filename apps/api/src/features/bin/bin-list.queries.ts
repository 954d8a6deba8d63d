import type { BinQuery, BinRow } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { z } from "zod";
import { recordScope } from "../../platform/access.ts";
import type { Actor, Ctx } from "../../platform/context.ts";
import { pageOf } from "../../platform/page-query.ts";
import { contactNameSql, shownNameSql } from "../contact/contact.service.ts";
import { letFilesGo } from "../file/answer-file.service.ts";
import { notMerged } from "./bin.queries.ts";

/** A deleted record as the database gives it. */
export type BinnedRow = Omit<BinRow, "deletedAt" | "purgeAt"> & { deletedAt: Date };

const deleter = Prisma.raw(`CASE WHEN u.id IS NOT NULL THEN json_build_object(
  'id', u.id, 'name', trim(u.first_name || ' ' || u.last_name), 'active', u.active, 'photoId', u.photo_id) END AS "deletedBy"`);

const listsOf = (actor: Actor) => ({
  contact: {
    table: Prisma.sql`contacts c`,
    select: Prisma.sql`c.id, c.code, ${contactNameSql("c")} AS name, c.deleted_at AS "deletedAt", ${deleter}, NULL AS contact,
      (SELECT count(*)::int FROM opportunities o
        WHERE o.contact_id = c.id AND o.deleted_at = c.deleted_at AND ${recordScope(actor, "o", { deleted: true })}) AS opportunities`,
    joins: Prisma.sql`LEFT JOIN users u ON u.id = c.deleted_by_id`,
    alias: "c",
    also: notMerged,
  },
  opportunity: {
    table: Prisma.sql`opportunities o`,
    select: Prisma.sql`o.id, o.code, o.title AS name, o.deleted_at AS "deletedAt", ${deleter}, 0 AS opportunities,
      json_build_object('name', ${shownNameSql(actor, "c")}, 'deleted', c.deleted_at IS NOT NULL) AS contact`,
    joins: Prisma.sql`JOIN contacts c ON c.id = o.contact_id LEFT JOIN users u ON u.id = o.deleted_by_id`,
    alias: "o",
    // One that went along with its contact comes back with it, and is counted there.
    also: Prisma.sql`NOT EXISTS (SELECT FROM contacts k WHERE k.id = o.contact_id AND k.deleted_at = o.deleted_at)`,
  },
});

/** A page of the bin, latest first. */
export function binPage(ctx: Ctx, { record, after, size }: z.output<typeof BinQuery>) {
  const { table, select, joins, alias, also } = listsOf(ctx.actor)[record];
  return pageOf<BinnedRow>(ctx.reader, {
    ...{ table, select, joins, after, size, searching: false },
    where: Prisma.sql`${recordScope(ctx.actor, alias, { deleted: true })} AND ${also}`,
    columns: [
      { sql: `${alias}.deleted_at`, cast: "timestamptz", direction: "desc" },
      { sql: `${alias}.id`, cast: "uuid", direction: "desc" },
    ],
  });
}

/** How many opportunities of a contact the actor sees, and how many of them are open. */
export async function opportunitiesOf(ctx: Ctx, contactId: string): Promise<{ opportunities: number; open: number }> {
  const rows = await ctx.db.$queryRaw<[{ opportunities: number; open: number }]>`
    SELECT count(*)::int AS opportunities, (count(*) FILTER (WHERE o.status = 'open'))::int AS open
    FROM opportunities o WHERE o.contact_id = ${contactId}::uuid AND ${recordScope(ctx.actor, "o")}`;
  return rows[0];
}

/** Whether the actor sees it in the bin. */
export async function opportunityInBin(ctx: Ctx, id: string): Promise<boolean> {
  const rows = await ctx.db.$queryRaw<unknown[]>`
    SELECT 1 FROM opportunities o WHERE o.id = ${id}::uuid AND ${recordScope(ctx.actor, "o", { deleted: true })}`;
  return rows.length > 0;
}

/** Which records of the bin go for good. */
export type Purged = { ids: string[] } | { before: Date; limit: number };

const purgedOf = (purged: Purged, alias: string) =>
  "ids" in purged
    ? Prisma.sql`${Prisma.raw(alias)}.id = ANY(${purged.ids}::uuid[])`
    : Prisma.sql`${Prisma.raw(alias)}.deleted_at < ${purged.before} ORDER BY ${Prisma.raw(alias)}.deleted_at LIMIT ${purged.limit}`;

/**
 * Deletes contacts of the bin for good, with what hangs on them, what bulk changes and merges kept of them included. Gives
 * how many.
 */
export async function purgeContactRows(ctx: Ctx, purged: Purged): Promise<number> {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM contacts c WHERE c.deleted_at IS NOT NULL AND ${purgedOf(purged, "c")} FOR UPDATE SKIP LOCKED`;
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  const opportunities = await ctx.db.opportunity.findMany({ where: { contactId: { in: ids } }, select: { id: true } });
  await letFilesGo(ctx, "contact", ids);
  await forget(
    ctx,
    opportunities.map(({ id }) => id),
    ids,
  );
  await ctx.db.$executeRaw`DELETE FROM contact_merges WHERE kept_id = ANY(${ids}::uuid[])`;
  // The address of a merged contact goes on leading to the kept one.
  await ctx.db.$executeRaw`UPDATE contact_merges SET before = '{}' WHERE merged_id = ANY(${ids}::uuid[])`;
  await ctx.db
    .$executeRaw`DELETE FROM distinct_pairs WHERE first_id = ANY(${ids}::uuid[]) OR second_id = ANY(${ids}::uuid[])`;
  return ctx.db.$executeRaw`DELETE FROM contacts WHERE id = ANY(${ids}::uuid[])`;
}

/** Deletes opportunities of the bin for good. Gives how many. */
export async function purgeOpportunityRows(ctx: Ctx, purged: Purged): Promise<number> {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT o.id FROM opportunities o WHERE o.deleted_at IS NOT NULL AND ${purgedOf(purged, "o")} FOR UPDATE SKIP LOCKED`;
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await forget(ctx, ids);
  // Else they would stay on the contact, about nothing.
  await ctx.db.$executeRaw`DELETE FROM actions WHERE opportunity_id = ANY(${ids}::uuid[])`;
  return ctx.db.$executeRaw`DELETE FROM opportunities WHERE id = ANY(${ids}::uuid[])`;
}

async function forget(ctx: Ctx, opportunityIds: string[], contactIds: string[] = []): Promise<void> {
  await letFilesGo(ctx, "opportunity", opportunityIds);
  await ctx.db.$executeRaw`DELETE FROM audit_events WHERE opportunity_id = ANY(${opportunityIds}::uuid[])`;
  const ids = [...opportunityIds, ...contactIds];
  await ctx.db
    .$executeRaw`UPDATE bulk_items SET before = NULL WHERE record_id = ANY(${ids}::uuid[]) AND before IS NOT NULL`;
  await ctx.db
    .$executeRaw`UPDATE import_items SET before = NULL, kept = 'NOT_FOUND' WHERE record_id = ANY(${ids}::uuid[])`;
}

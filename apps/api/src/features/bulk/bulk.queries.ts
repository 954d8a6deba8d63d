import type { BulkRecord } from "@crm/contract";
import { type BulkChange, Prisma, type User } from "@crm/db";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";

/** The actor's own latest changes. */
export const latestBulk = (ctx: Ctx) =>
  ctx.db.bulkChange.findMany({ where: { userId: ctx.actor.id }, orderBy: { id: "desc" }, take: 20 });

/** A change of the actor's own. */
export const bulkRow = (ctx: Ctx, id: string) => ctx.db.bulkChange.findFirst({ where: { id, userId: ctx.actor.id } });

export const bulkWithUser = (ctx: Ctx, id: string): Promise<(BulkChange & { user: User }) | null> =>
  ctx.db.bulkChange.findUnique({ where: { id }, include: { user: true } });

/** A change, whoever asks, held until the transaction ends; null when it is gone. */
export async function lockBulk(ctx: Ctx, id: string): Promise<BulkChange | null> {
  await ctx.db.$queryRaw`SELECT id FROM bulk_changes WHERE id = ${id}::uuid FOR UPDATE`;
  return ctx.db.bulkChange.findUnique({ where: { id } });
}

/** Lists the records of a change in one statement: those of `table` (with its alias) that `where` finds. Says how many. */
export const listItems = (ctx: Ctx, bulkId: string, table: Prisma.Sql, id: Prisma.Sql, where: Prisma.Sql) =>
  ctx.db.$executeRaw`
    INSERT INTO bulk_items (bulk_id, record_id) SELECT ${bulkId}::uuid, ${id} FROM ${table} WHERE ${where}`;

/** Those of the codes that a contact has which the actor sees. */
export async function knownCodes(ctx: Ctx, codes: string[]): Promise<Set<string>> {
  const rows = await ctx.db.$queryRaw<{ code: string }[]>`
    SELECT c.code FROM contacts c WHERE c.code = ANY(${codes}) AND ${recordScope(ctx.actor, "c")}`;
  return new Set(rows.map(({ code }) => code));
}

/** How many opportunities that the actor sees go along when the contacts of a change are deleted. */
export async function opportunitiesAlong(ctx: Ctx, bulkId: string): Promise<number> {
  const rows = await ctx.db.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM bulk_items i JOIN opportunities o ON o.contact_id = i.record_id
    WHERE i.bulk_id = ${bulkId}::uuid AND ${recordScope(ctx.actor, "o")}`;
  return rows[0].count;
}

/** What a record was before a change: what undoing it needs. */
export interface Changed {
  id: string;
  before: Record<string, unknown>;
  version: number | null;
}

/** The next records behind the cursor, in their order. `undo`: only those that were changed. */
export const nextItems = (ctx: Ctx, { id, cursor }: BulkChange, size: number, undo: boolean) =>
  ctx.db.$queryRaw<Changed[]>`
    SELECT record_id AS id, before, version FROM bulk_items
    WHERE bulk_id = ${id}::uuid
      AND ${cursor ? Prisma.sql`record_id > ${cursor}::uuid` : Prisma.sql`TRUE`}
      AND ${undo ? Prisma.sql`before IS NOT NULL` : Prisma.sql`TRUE`}
    ORDER BY record_id LIMIT ${size}`;

export const changedItems = (ctx: Ctx, bulkId: string): Promise<number> =>
  ctx.db.bulkItem.count({ where: { bulkId, before: { not: Prisma.AnyNull } } });

/** Forgets changes made before a moment, with their items. */
export const forgetBulkBefore = (ctx: Ctx, moment: Date) =>
  ctx.db.bulkChange.deleteMany({ where: { createdAt: { lt: moment } } });

/** Keeps what records were before they were changed. */
export async function keepBefore(ctx: Ctx, bulkId: string, changed: Changed[]): Promise<void> {
  if (changed.length === 0) return;
  await ctx.db.$executeRaw`
    UPDATE bulk_items i SET before = r.before, version = r.version
    FROM jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) AS r(id uuid, before jsonb, version int)
    WHERE i.bulk_id = ${bulkId}::uuid AND i.record_id = r.id`;
}

/** Restored: there is nothing left to undo. */
export const forgetBefore = (ctx: Ctx, bulkId: string, ids: string[]) =>
  ctx.db.$executeRaw`
    UPDATE bulk_items SET before = NULL, version = NULL WHERE bulk_id = ${bulkId}::uuid AND record_id = ANY(${ids}::uuid[])`;

const tables = {
  contact: { table: Prisma.raw("contacts"), contactId: Prisma.raw("r.id") },
  opportunity: { table: Prisma.raw("opportunities"), contactId: Prisma.raw("r.contact_id") },
} as const satisfies Record<BulkRecord, object>;

/** The table of a record, and the contact in whose timeline it shows (alias r). */
export const tableOf = (record: BulkRecord) => tables[record];

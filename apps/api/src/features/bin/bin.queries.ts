import { Prisma } from "@crm/db";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";

/** What a statement of the bin changed: the record, and the contact in whose timeline that shows. */
export interface Binned {
  id: string;
  contactId: string;
  title: string;
}

/** A contact (alias c) that was merged into another one is no deleted one: its merge is undone, or it stays away. */
export const notMerged = Prisma.sql`NOT EXISTS (SELECT FROM contact_merges m WHERE m.merged_id = c.id AND m.undone_at IS NULL)`;

/** Locks in the order of ids: two that delete the same records never wait for each other in a ring. */
const lockedContacts = (ctx: Ctx, ids: string[], deleted: boolean) => Prisma.sql`
  SELECT c.id FROM contacts c WHERE c.id = ANY(${ids}::uuid[]) AND ${recordScope(ctx.actor, "c", { deleted })} AND ${notMerged}
  ORDER BY c.id FOR UPDATE OF c`;

const lockedOpportunities = (ctx: Ctx, ids: string[], deleted: boolean) => Prisma.sql`
  SELECT o.id FROM opportunities o WHERE o.id = ANY(${ids}::uuid[]) AND ${recordScope(ctx.actor, "o", { deleted })} ORDER BY o.id FOR UPDATE`;

/**
 * Puts contacts into the bin. The moment is later than that of any opportunity of theirs put there before: the moment tells
 * which opportunities went along.
 */
export async function binContacts(ctx: Ctx, ids: string[]): Promise<string[]> {
  const now = ctx.now();
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    WITH locked AS MATERIALIZED (${lockedContacts(ctx, ids, false)})
    UPDATE contacts c SET deleted_by_id = ${ctx.actor.id || null}::uuid, version = c.version + 1, updated_at = ${now},
      deleted_at = greatest(${now}, (SELECT max(o.deleted_at) + interval '1 millisecond' FROM opportunities o WHERE o.contact_id = c.id))
    FROM locked WHERE c.id = locked.id RETURNING c.id`;
  return rows.map(({ id }) => id);
}

/** Their opportunities go along, whoever follows them. */
export const binOpportunitiesOf = (ctx: Ctx, contactIds: string[]) => ctx.db.$queryRaw<Binned[]>`
  UPDATE opportunities o SET deleted_at = c.deleted_at, deleted_by_id = c.deleted_by_id, version = o.version + 1, updated_at = ${ctx.now()}
  FROM contacts c WHERE c.id = o.contact_id AND c.id = ANY(${contactIds}::uuid[]) AND o.deleted_at IS NULL
  RETURNING o.id, o.contact_id AS "contactId", o.title`;

/** Locks contacts of the bin. */
export async function holdBinnedContacts(ctx: Ctx, ids: string[]): Promise<string[]> {
  return (await ctx.db.$queryRaw<{ id: string }[]>(lockedContacts(ctx, ids, true))).map(({ id }) => id);
}

/** Brings back the opportunities that went along with these contacts, which are still in the bin and locked. */
export const unbinOpportunitiesOf = (ctx: Ctx, contactIds: string[]) => ctx.db.$queryRaw<Binned[]>`
  UPDATE opportunities o SET deleted_at = NULL, deleted_by_id = NULL, version = o.version + 1, updated_at = ${ctx.now()}
  FROM contacts c WHERE c.id = o.contact_id AND c.id = ANY(${contactIds}::uuid[]) AND o.deleted_at = c.deleted_at
  RETURNING o.id, o.contact_id AS "contactId", o.title`;

export const unbinContacts = (ctx: Ctx, ids: string[]) => ctx.db.$executeRaw`
  UPDATE contacts c SET deleted_at = NULL, deleted_by_id = NULL, version = c.version + 1, updated_at = ${ctx.now()}
  WHERE c.id = ANY(${ids}::uuid[])`;

export const binOpportunities = (ctx: Ctx, ids: string[]) => ctx.db.$queryRaw<Binned[]>`
  WITH locked AS MATERIALIZED (${lockedOpportunities(ctx, ids, false)})
  UPDATE opportunities o SET deleted_at = ${ctx.now()}, deleted_by_id = ${ctx.actor.id || null}::uuid, version = o.version + 1,
    updated_at = ${ctx.now()}
  FROM locked WHERE o.id = locked.id RETURNING o.id, o.contact_id AS "contactId", o.title`;

/** Keeps the contacts of these opportunities from being deleted until the transaction ends. */
export const holdContactsOf = (ctx: Ctx, opportunityIds: string[]) => ctx.db.$queryRaw<unknown[]>`
  SELECT 1 FROM contacts c WHERE c.id IN (SELECT o.contact_id FROM opportunities o WHERE o.id = ANY(${opportunityIds}::uuid[]))
  ORDER BY c.id FOR SHARE`;

/** Brings back opportunities whose contact is not in the bin itself. */
export const unbinOpportunities = (ctx: Ctx, ids: string[]) => ctx.db.$queryRaw<Binned[]>`
  WITH locked AS MATERIALIZED (${lockedOpportunities(ctx, ids, true)})
  UPDATE opportunities o SET deleted_at = NULL, deleted_by_id = NULL, version = o.version + 1, updated_at = ${ctx.now()}
  FROM locked, contacts c WHERE o.id = locked.id AND c.id = o.contact_id AND c.deleted_at IS NULL
  RETURNING o.id, o.contact_id AS "contactId", o.title`;

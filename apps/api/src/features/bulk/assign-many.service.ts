import { Prisma } from "@crm/db";
import { recordScope } from "../../platform/access.ts";
import { type Happening, recordEvents } from "../audit/audit.service.ts";
import { notify } from "../notification/notification.service.ts";
import { assertAssignable } from "../user/user.service.ts";
import { tableOf } from "./bulk.queries.ts";
import type { BulkWork, ParamsOf } from "./bulk-kinds.ts";

interface Owned {
  id: string;
  contactId: string;
  version: number;
  ownerId: string | null;
  organisationId: string;
  ownerName: string | null;
}

const owned = (contactId: Prisma.Sql) => Prisma.sql`
  r.id, ${contactId} AS "contactId", r.version, r.owner_id AS "ownerId", r.organisation_id AS "organisationId",
  (SELECT trim(u.first_name || ' ' || u.last_name) FROM users u WHERE u.id = r.owner_id) AS "ownerName"`;

type Params = ParamsOf<"assign">;
type Owner = Awaited<ReturnType<typeof assertAssignable>> | null;

/**
 * Gives records to a user, or to nobody. As on the card, it is no edit: versions stay. Undone where the owner is still the
 * one it gave. Refuses with OWNER_NOT_ASSIGNABLE.
 */
export const assignMany: BulkWork<Params, Owner> = {
  prepare: async (ctx, _record, { ownerId }) => (ownerId === null ? null : assertAssignable(ctx, ownerId)),

  params: (owner) => ({ ownerId: owner?.id ?? null, ownerName: owner?.name ?? null }),

  async apply(ctx, record, ids, owner) {
    const { table, contactId } = tableOf(record);
    const rows = await ctx.db.$queryRaw<Owned[]>`
      SELECT ${owned(contactId)} FROM ${table} r
      WHERE r.id = ANY(${ids}::uuid[]) AND ${recordScope(ctx.actor, "r")}
        AND r.owner_id IS DISTINCT FROM ${owner?.id ?? null}::uuid
      ORDER BY r.id FOR NO KEY UPDATE OF r`;
    if (rows.length === 0) return [];
    await ctx.db.$executeRaw`
      UPDATE ${table} SET owner_id = ${owner?.id ?? null}::uuid, updated_at = ${ctx.now()},
                          organisation_id = coalesce(${owner?.organisationId ?? null}::uuid, organisation_id)
      WHERE id = ANY(${rows.map(({ id }) => id)}::uuid[])`;
    await recordEvents(
      ctx,
      rows.map((row) => assigned(record, row, row.ownerName, owner?.name ?? null)),
    );
    return rows.map(({ id, ownerId, organisationId, version }) => ({
      id,
      before: { ownerId, organisationId },
      version,
    }));
  },

  async undo(ctx, record, changed, { ownerId }) {
    const { table, contactId } = tableOf(record);
    const rows = await ctx.db.$queryRaw<Owned[]>`
      SELECT ${owned(contactId)} FROM ${table} r
      WHERE r.id = ANY(${changed.map(({ id }) => id)}::uuid[]) AND r.deleted_at IS NULL
        AND r.owner_id IS NOT DISTINCT FROM ${ownerId}::uuid
      ORDER BY r.id FOR NO KEY UPDATE OF r`;
    if (rows.length === 0) return [];
    const still = new Map(rows.map((row) => [row.id, row]));
    const befores = changed.filter(({ id }) => still.has(id)).map(({ id, before }) => ({ id, ...before }));
    // The owner before may have gone to another organisation since, and his records with him.
    const restored = await ctx.db.$queryRaw<{ id: string; name: string | null }[]>`
      UPDATE ${table} r SET owner_id = b."ownerId", updated_at = ${ctx.now()},
                            organisation_id = coalesce(u.organisation_id, b."organisationId")
      FROM jsonb_to_recordset(${JSON.stringify(befores)}::jsonb) AS b(id uuid, "ownerId" uuid, "organisationId" uuid)
      LEFT JOIN users u ON u.id = b."ownerId"
      WHERE r.id = b.id
      RETURNING r.id, trim(u.first_name || ' ' || u.last_name) AS name`;
    await recordEvents(
      ctx,
      restored.flatMap(({ id, name }) => {
        const row = still.get(id);
        return row ? [assigned(record, row, row.ownerName, name)] : [];
      }),
    );
    return restored.map(({ id }) => id);
  },

  async done(ctx, record, owner, count) {
    if (owner && owner.id !== ctx.actor.id && count > 0)
      await notify(ctx, owner.id, "bulk.assigned", { record, count, by: ctx.actor.name });
  },
};

const assigned = (
  record: "contact" | "opportunity",
  { id, contactId, ownerId, organisationId }: Owned,
  from: string | null,
  to: string | null,
): Happening => ({
  contactId,
  ...(record === "opportunity" ? { kind: "opportunity.assigned", opportunityId: id } : { kind: "contact.assigned" }),
  changes: [{ field: "owner", from, to }],
  former: { ownerId, organisationId },
});

import type { BulkRecord } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";
import { cancelAnonymisation, markForAnonymisation } from "../anonymisation/anonymisation.service.ts";
import { deleteContacts, deleteOpportunities, restoreContacts, restoreOpportunities } from "../bin/bin.service.ts";
import { type Changed, tableOf } from "./bulk.queries.ts";
import type { BulkWork } from "./bulk-kinds.ts";

type Act = (ctx: Ctx, ids: string[]) => Promise<string[]>;

/** A kind that puts a moment into a column, and is undone where that very moment still stands there. */
const marking = (
  column: Prisma.Sql,
  acts: Partial<Record<BulkRecord, { set: Act; unset: Act }>>,
): BulkWork<object, null> => ({
  prepare: async () => null,
  params: () => ({}),

  async apply(ctx, record, ids) {
    const marked = (await acts[record]?.set(ctx, ids)) ?? [];
    if (marked.length === 0) return [];
    return ctx.db.$queryRaw<Changed[]>`
      SELECT r.id, jsonb_build_object('at', ${column}) AS before, r.version
      FROM ${tableOf(record).table} r WHERE r.id = ANY(${marked}::uuid[])`;
  },

  async undo(ctx, record, changed) {
    const marks = JSON.stringify(changed.map(({ id, before }) => ({ id, at: before["at"] })));
    const rows = await ctx.db.$queryRaw<{ id: string }[]>`
      SELECT r.id FROM ${tableOf(record).table} r
      JOIN jsonb_to_recordset(${marks}::jsonb) AS b(id uuid, at timestamptz) ON b.id = r.id
      WHERE ${column} = b.at ORDER BY r.id FOR UPDATE OF r`;
    return (
      (await acts[record]?.unset(
        ctx,
        rows.map(({ id }) => id),
      )) ?? []
    );
  },
});

/** Into the recycle bin, contacts with their opportunities; undone where nobody has brought them back since. */
export const deleteMany = marking(Prisma.raw("r.deleted_at"), {
  contact: { set: deleteContacts, unset: restoreContacts },
  opportunity: { set: deleteOpportunities, unset: restoreOpportunities },
});

/** Marked to be anonymised after the delay of the settings; undone until that is over. */
export const anonymiseMany = marking(Prisma.raw("r.anonymise_at"), {
  contact: { set: markForAnonymisation, unset: cancelAnonymisation },
});

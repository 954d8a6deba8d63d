import { Prisma } from "@crm/db";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";

/** The keys under which a notification (alias n) names what it is about, and the table of that. */
const named = { contactId: "contacts", opportunityId: "opportunities", actionId: "actions" } as const;

/**
 * Which of his notifications the actor may still read: all are of the CRM, and what one is about must still be in his sight,
 * in the bin or not, or be no more.
 */
function toldTo({ actor }: Ctx): Prisma.Sql {
  if (!actor.permissions.has("crm:use")) return Prisma.sql`FALSE`;
  const mine = Prisma.sql`n.user_id = ${actor.id}::uuid`;
  if (actor.scope === "all") return mine;
  const hidden = Object.entries(named).map(
    ([key, table]) => Prisma.sql`EXISTS (
      SELECT FROM ${Prisma.raw(table)} r WHERE r.id = (n.data ->> ${key})::uuid
        AND (${recordScope(actor, "r", { deleted: "either" })}) IS NOT TRUE)`,
  );
  return Prisma.sql`${mine} AND NOT (${Prisma.join(hidden, " OR ")})`;
}

export interface NotificationRow {
  id: string;
  kind: string;
  data: Record<string, unknown>;
  createdAt: Date;
  readAt: Date | null;
}

/** The latest ones. */
export const notificationRows = (ctx: Ctx, size: number) => ctx.db.$queryRaw<NotificationRow[]>`
  SELECT n.id, n.kind, n.data, n.created_at AS "createdAt", n.read_at AS "readAt"
  FROM notifications n WHERE ${toldTo(ctx)} ORDER BY n.id DESC LIMIT ${size}`;

/** How many are not read. */
export async function unreadCount(ctx: Ctx): Promise<number> {
  const rows = await ctx.db.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM notifications n WHERE ${toldTo(ctx)} AND n.read_at IS NULL`;
  return rows[0].count;
}

import { Prisma } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";

const withOrganisation = { include: { organisation: true } } as const;
export type UserRow = Prisma.UserGetPayload<typeof withOrganisation>;

const ref = { id: true, firstName: true, lastName: true, active: true, photoId: true } as const;

export const refRows = (ctx: Ctx, ids: string[]) => ctx.reader.user.findMany({ where: { id: { in: ids } }, select: ref });

/** Those whom a record can be given to, and those who may still follow one. */
export const directoryRows = (ctx: Ctx) =>
  ctx.reader.user.findMany({
    where: { OR: [{ active: true, crmAccess: true }, { contacts: { some: {} } }, { opportunities: { some: {} } }] },
    select: ref,
    orderBy: [{ active: "desc" }, { lastName: "asc" }, { firstName: "asc" }, { id: "asc" }],
  });

/** The user if he is active and uses the CRM, share-locked: an organisation change waits for the record he is given. */
export async function lockAssignable(ctx: Ctx, userId: string) {
  const rows = await ctx.db.$queryRaw<{ id: string; organisationId: string; name: string }[]>`
    SELECT id, organisation_id AS "organisationId", trim(first_name || ' ' || last_name) AS name
    FROM users WHERE id = ${userId}::uuid AND active AND crm_access
    FOR SHARE`;
  return rows[0] ?? null;
}

import type { Profile } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";
import type { Groups } from "../../platform/page-walk.ts";

const withOrganisation = { include: { organisation: { select: { id: true, name: true } } } } as const;
export type UserRow = Omit<
  Prisma.UserGetPayload<typeof withOrganisation>,
  "passwordHash" | "updatedAt" | "organisationId"
>;

export const userRow = (ctx: Ctx, id: string): Promise<UserRow | null> =>
  ctx.db.user.findUnique({ where: { id }, ...withOrganisation });

/** What the « Utilisateurs » list shows at most; far above what a company has. */
const listed = 1000;

/** Users by name: every word of `search` is somewhere in the name or the e-mail, in any case and without its accents. */
export async function userRows(
  ctx: Ctx,
  { search, active }: { search?: string | undefined; active?: boolean | undefined },
) {
  const words = search?.split(/\s+/).filter(Boolean) ?? [];
  const where = Prisma.join(
    [
      Prisma.sql`TRUE`,
      ...(active === undefined ? [] : [Prisma.sql`u.active = ${active}`]),
      ...words.map(
        (word) => Prisma.sql`strpos(fold(u.first_name || ' ' || u.last_name || ' ' || u.email), fold(${word})) > 0`,
      ),
    ],
    " AND ",
  );
  const rows = await ctx.reader.$queryRaw<(UserRow & { total: bigint })[]>`
    SELECT u.id, u.email, u.first_name AS "firstName", u.last_name AS "lastName", u.phone, u.job_title AS "jobTitle", u.profile::text,
           u.crm_access AS "crmAccess", u.photo_id AS "photoId", u.active, u.version, u.created_at AS "createdAt",
           json_build_object('id', o.id, 'name', o.name) AS organisation, count(*) OVER () AS total
    FROM users u JOIN organisations o ON o.id = u.organisation_id
    WHERE ${where}
    ORDER BY fold(u.last_name), fold(u.first_name), u.id
    LIMIT ${listed}`;
  return { rows, total: Number(rows[0]?.total ?? 0) };
}

const ref = { id: true, firstName: true, lastName: true, active: true, crmAccess: true, photoId: true } as const;

export const refRows = (ctx: Ctx, ids: string[]) =>
  ctx.reader.user.findMany({ where: { id: { in: ids } }, select: ref });

/** Those whom a record can be given to, and those who still follow one. */
export const directoryRows = (ctx: Ctx) =>
  ctx.reader.user.findMany({
    where: {
      OR: [
        { active: true, crmAccess: true },
        { contacts: { some: {} } },
        { opportunities: { some: {} } },
        { actions: { some: {} } },
      ],
    },
    select: ref,
    orderBy: [{ lastName: "asc" }, { firstName: "asc" }, { id: "asc" }],
  });

/** The user if he is active and uses the CRM, share-locked: an organisation change waits for the record he is given. */
export async function lockAssignable(ctx: Ctx, userId: string) {
  const rows = await ctx.db.$queryRaw<{ id: string; organisationId: string; name: string }[]>`
    SELECT id, organisation_id AS "organisationId", trim(first_name || ' ' || last_name) AS name
    FROM users WHERE id = ${userId}::uuid AND active AND crm_access
    FOR SHARE`;
  return rows[0] ?? null;
}

/**
 * Locks a user for a change, and with him all who are « Gestionnaire », in one order for everybody: two who each
 * take the other's profile away come one after the other, and the second is told that he is the last.
 */
export const lockWithAdmins = (ctx: Ctx, id: string) =>
  ctx.db.$queryRaw<{ id: string; profile: Profile; active: boolean; organisationId: string; photoId: string | null }[]>`
    SELECT id, profile::text, active, organisation_id AS "organisationId", photo_id AS "photoId"
    FROM users WHERE id = ${id}::uuid OR profile = 'admin'
    ORDER BY id FOR NO KEY UPDATE`;

/** The records that a user follows go with him to his new organisation. */
export async function moveOwnedRecords(ctx: Ctx, ownerId: string, organisationId: string): Promise<void> {
  await ctx.db
    .$executeRaw`UPDATE contacts SET organisation_id = ${organisationId}::uuid WHERE owner_id = ${ownerId}::uuid`;
  await ctx.db
    .$executeRaw`UPDATE opportunities SET organisation_id = ${organisationId}::uuid WHERE owner_id = ${ownerId}::uuid`;
  await ctx.db
    .$executeRaw`UPDATE actions SET organisation_id = ${organisationId}::uuid WHERE owner_id = ${ownerId}::uuid`;
}

/** Users as a list is sorted by them: family name first, then first name. */
export const ownersByName = (column: string): Groups => ({
  named: Prisma.sql`SELECT w.id, (sort_key(w.last_name || ' ' || w.first_name) || ' ' || w.id) COLLATE "C" AS key FROM users w`,
  column,
});

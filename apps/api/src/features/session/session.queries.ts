import type { Prisma } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";

const withOrganisation = { include: { organisation: true } } as const;
const nobody = "00000000-0000-0000-0000-000000000000";
export type SignedInUser = Prisma.UserGetPayload<typeof withOrganisation>;

export const userById = (ctx: Ctx, id: string) => ctx.db.user.findUnique({ where: { id }, ...withOrganisation });
/** By `emailKey`. As many questions to the database for an account as for none. */
export async function userByEmail(ctx: Ctx, key: string) {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`SELECT u.id FROM users u WHERE email_key(u.email) = ${key}`;
  return userById(ctx, rows[0]?.id ?? nobody);
}

/** Locks a user until the transaction ends: before his reset links, so that no two changes wait for each other. */
export const lockUser = (ctx: Ctx, id: string) =>
  ctx.db.$queryRaw`SELECT id FROM users WHERE id = ${id}::uuid FOR NO KEY UPDATE`;

/** The session and its user; the row stays locked until the transaction ends, so that two refreshes come one after the other. */
export async function lockSession(ctx: Ctx, id: string) {
  await ctx.db.$queryRaw`SELECT id FROM sessions WHERE id = ${id}::uuid FOR UPDATE`;
  return ctx.db.session.findUnique({ where: { id }, include: { user: withOrganisation } });
}

/** Those that can still be refreshed. */
export const liveSessions = (ctx: Ctx, userId: string) =>
  ctx.db.session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: ctx.now() } },
    orderBy: [{ rotatedAt: "desc" }, { id: "desc" }],
  });

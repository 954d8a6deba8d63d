import type { Ctx } from "../../platform/context.ts";

/** The actor's address that is in force, if any. */
export const liveFeed = (ctx: Ctx) =>
  ctx.db.calendarFeed.findFirst({ where: { userId: ctx.actor.id, revokedAt: null }, orderBy: { id: "desc" } });

/** One at a time renews an address: there is never more than one. */
export const lockFeeds = (ctx: Ctx) =>
  ctx.db.$queryRaw`SELECT 1 FROM users WHERE id = ${ctx.actor.id}::uuid FOR UPDATE`;

export const closeFeeds = (ctx: Ctx) =>
  ctx.db.calendarFeed.updateMany({ where: { userId: ctx.actor.id, revokedAt: null }, data: { revokedAt: ctx.now() } });

/** Whose address it is: in force, and he active. */
export async function feedOwner(ctx: Ctx, tokenHash: string) {
  const feed = await ctx.db.calendarFeed.findUnique({
    where: { tokenHash, revokedAt: null, user: { active: true } },
    include: { user: true },
  });
  return feed?.user ?? null;
}

import { v7 as uuid } from "uuid";
import { toActor } from "../../platform/actors.ts";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { hashSecret, newSecret } from "../../platform/secret.ts";
import { calendarRows } from "./action.queries.ts";
import { toActionView } from "./action.view.ts";
import { closeFeeds, feedOwner, liveFeed, lockFeeds } from "./calendar.queries.ts";
import { toCalendar } from "./calendar.view.ts";

/** How far back a calendar goes. */
const pastMs = 30 * 86_400_000;
/** Far above what a person has to do; a calendar program gives up long before. */
const most = 5000;

/** Since when the actor's actions can be read under a secret address. */
export async function showCalendar(ctx: Ctx): Promise<{ createdAt: string | null }> {
  const feed = await liveFeed(ctx);
  return { createdAt: feed?.createdAt.toISOString() ?? null };
}

/** Makes a secret address, told this once: only its hash is kept. The one before leads nowhere any more. */
export function openCalendar(ctx: Ctx): Promise<{ address: string }> {
  return inTransaction(ctx, async (ctx) => {
    const secret = newSecret();
    await lockFeeds(ctx);
    await closeFeeds(ctx);
    const data = { id: uuid(), userId: ctx.actor.id, tokenHash: hashSecret(secret), createdAt: ctx.now() };
    await ctx.db.calendarFeed.create({ data });
    return { address: `${ctx.publicUrl}/api/calendar/${secret}.ics` };
  });
}

/** Revokes it. */
export const closeCalendar = async (ctx: Ctx): Promise<void> => void (await closeFeeds(ctx));

/**
 * What a calendar program reads under a secret address: what its owner has to do, as he may see it at this moment. Refuses
 * with NOT_FOUND an address that never was, was revoked, or whose owner left or lost the CRM functions; asked too often for
 * such ones, with TOO_MANY_ATTEMPTS (details.seconds).
 */
export async function calendarOf(ctx: Ctx, file: string, address: string): Promise<string> {
  const tokenHash = hashSecret(file.replace(/\.ics$/, ""));
  const user = await feedOwner(ctx, tokenHash);
  const actor = user && toActor(user, "");
  if (!actor?.permissions.has("crm:use")) {
    // Counted apart from signing in: a calendar program that goes on asking must not lock its office out.
    const seconds = await ctx.throttle.attempt({ purpose: "calendar", account: tokenHash, address });
    if (seconds > 0) throw new Refusal("TOO_MANY_ATTEMPTS", { seconds });
    throw new Refusal("NOT_FOUND", { record: "calendar" });
  }
  const rows = await calendarRows({ ...ctx, actor }, new Date(ctx.now().getTime() - pastMs), most);
  return toCalendar(
    rows.map((row) => toActionView(row, actor, ctx.now())),
    { name: actor.name, publicUrl: ctx.publicUrl, now: ctx.now() },
  );
}

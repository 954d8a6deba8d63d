import { emailKey, readEmail } from "@crm/fields";
import { v7 as uuid } from "uuid";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal } from "../../platform/error.ts";
import { refusedField } from "../../platform/issues.ts";
import { enqueue } from "../../platform/job.ts";
import { hashPassword, isPassword } from "../../platform/password.ts";
import { resetMail } from "./session.jobs.ts";
import { lockUser, userByEmail, userById } from "./session.queries.ts";
import { revokeSessionsOf } from "./session.service.ts";
import { hashSecret } from "./session.token.ts";

/**
 * Whether it is the actor himself who sits there: what opens an account (password, e-mail) changes with its password alone, by
 * whichever door. Refuses with VALIDATION_FAILED at body/current, and with TOO_MANY_ATTEMPTS (details.seconds).
 */
export async function proveOneself(ctx: Ctx, current: string, address: string): Promise<void> {
  const { id } = ctx.actor;
  const attempt = { purpose: "password", account: id, address } as const;
  const seconds = await ctx.throttle.attempt(attempt);
  if (seconds > 0) throw new Refusal("TOO_MANY_ATTEMPTS", { seconds });
  const user = found(await userById(ctx, id), "user", id);
  // No 401: the session itself is good.
  if (!(await isPassword(user.passwordHash, current))) throw refusedField("body/current", "wrongPassword");
  await ctx.throttle.succeeded(attempt);
}

/**
 * Changes the actor's own password and signs out his other browsers.
 * Refuses as `proveOneself` and, at body/password, as `hashPassword`.
 */
export async function changePassword(
  ctx: Ctx,
  { current, password }: { current: string; password: string },
  address: string,
): Promise<void> {
  await proveOneself(ctx, current, address);
  await setPassword(ctx, ctx.actor.id, password, ctx.actor.sessionId);
}

/**
 * Has a reset link mailed to the account, if there is one. Nothing tells whether there is: an unknown account
 * gets a job too, which finds nobody. Asked too often for one account or from one address, it sends nothing.
 */
export async function forgotPassword(ctx: Ctx, email: string, address: string): Promise<void> {
  const account = emailKey(readEmail(email));
  if ((await ctx.throttle.attempt({ purpose: "forgotten", account, address })) > 0) return;
  const user = await userByEmail(ctx, account);
  const userId = user?.id ?? uuid();
  await inTransaction(ctx, (ctx) => enqueue(ctx, resetMail, { userId }, { key: userId }));
}

/**
 * Sets a new password with the token of a mailed link, good once; signs out everywhere. Refuses with RESET_LINK_INVALID, and at
 * body/password as `hashPassword`, after which the link is still good.
 */
export async function resetPassword(ctx: Ctx, { token, password }: { token: string; password: string }): Promise<void> {
  const usable = { tokenHash: hashSecret(token), usedAt: null, expiresAt: { gt: ctx.now() }, user: { active: true } };
  const reset = await ctx.db.passwordReset.findFirst({ where: usable });
  if (!reset) throw new Refusal("RESET_LINK_INVALID");
  await inTransaction(ctx, async (ctx) => {
    await lockUser(ctx, reset.userId);
    const { count } = await ctx.db.passwordReset.updateMany({ where: usable, data: { usedAt: ctx.now() } });
    if (count === 0) throw new Refusal("RESET_LINK_INVALID"); // used meanwhile
    await setPassword(ctx, reset.userId, password);
  });
}

/**
 * Gives a user a new password and signs him out, but for the session `exceptId`. Links mailed before are dead:
 * whoever asked for them may be the reason for the change. Refuses at body/password as `hashPassword`.
 */
export async function setPassword(ctx: Ctx, userId: string, password: string, exceptId?: string): Promise<void> {
  const passwordHash = await hashPassword(password, found(await userById(ctx, userId), "user", userId));
  await inTransaction(ctx, async (ctx) => {
    await ctx.db.user.update({ where: { id: userId }, data: { passwordHash } });
    await killResetLinks(ctx, userId);
    await revokeSessionsOf(ctx, userId, exceptId);
  });
}

/** The reset links mailed to a user open nothing any more: for the transaction that changed what they stood for, after its lock of the user. */
export async function killResetLinks(ctx: Ctx, userId: string): Promise<void> {
  await ctx.db.passwordReset.updateMany({ where: { userId, usedAt: null }, data: { usedAt: ctx.now() } });
}

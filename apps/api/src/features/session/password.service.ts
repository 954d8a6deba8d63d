import { emailKey, readEmail } from "@crm/fields";
import { v7 as uuid } from "uuid";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal } from "../../platform/error.ts";
import { enqueue } from "../../platform/job.ts";
import { hashPassword, isPassword } from "../../platform/password.ts";
import { resetMail } from "./session.jobs.ts";
import { userByEmail, userById } from "./session.queries.ts";
import { revokeSessionsOf } from "./session.service.ts";
import { hashSecret } from "./session.token.ts";

/**
 * Changes the actor's own password and signs out his other browsers.
 * Refuses with VALIDATION_FAILED at body/current when that is not his password, and with TOO_MANY_ATTEMPTS (details.seconds).
 */
export async function changePassword(
  ctx: Ctx,
  { current, password }: { current: string; password: string },
  address: string,
): Promise<void> {
  const { id, sessionId } = ctx.actor;
  const account = `password:${id}`;
  const seconds = await ctx.throttle.attempt(account, address);
  if (seconds > 0) throw new Refusal("TOO_MANY_ATTEMPTS", { seconds });
  const user = found(await userById(ctx, id), "user", id);
  if (!(await isPassword(user.passwordHash, current))) {
    const issue = {
      path: "body/current",
      rule: "custom",
      params: { params: { rule: "wrongPassword" } },
      message: "Ce n’est pas votre mot de passe actuel.",
    };
    throw new Refusal("VALIDATION_FAILED", {}, { issues: [issue] }); // no 401: the session itself is good
  }
  await ctx.throttle.succeeded(account, address);
  await setPassword(ctx, id, password, sessionId);
}

/**
 * Has a reset link mailed to the account, if there is one. Nothing tells whether there is: an unknown account
 * gets a job too, which finds nobody. Asked too often for one account or from one address, it sends nothing.
 */
export async function forgotPassword(ctx: Ctx, email: string, address: string): Promise<void> {
  const account = emailKey(readEmail(email));
  if ((await ctx.throttle.attempt(`forgotten:${account}`, address)) > 0) return;
  const user = await userByEmail(ctx, account);
  const userId = user?.id ?? uuid();
  await inTransaction(ctx, (ctx) => enqueue(ctx, resetMail, { userId }, { key: userId }));
}

/** Sets a new password with the token of a mailed link, good once; signs out everywhere. Refuses with RESET_LINK_INVALID. */
export async function resetPassword(ctx: Ctx, { token, password }: { token: string; password: string }): Promise<void> {
  const tokenHash = hashSecret(token);
  const now = ctx.now();
  const usable = { tokenHash, usedAt: null, expiresAt: { gt: now }, user: { active: true } };
  const reset = await ctx.db.passwordReset.findFirst({ where: usable });
  if (!reset) throw new Refusal("RESET_LINK_INVALID");
  await inTransaction(ctx, async (ctx) => {
    const { count } = await ctx.db.passwordReset.updateMany({ where: usable, data: { usedAt: now } });
    if (count === 0) throw new Refusal("RESET_LINK_INVALID"); // used meanwhile
    await setPassword(ctx, reset.userId, password);
  });
}

/**
 * Gives a user a new password and signs him out, but for the session `exceptId`. Links mailed before are dead:
 * whoever asked for them may be the reason for the change.
 */
export async function setPassword(ctx: Ctx, userId: string, password: string, exceptId?: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await inTransaction(ctx, async (ctx) => {
    await ctx.db.user.update({ where: { id: userId }, data: { passwordHash } });
    await ctx.db.passwordReset.updateMany({ where: { userId, usedAt: null }, data: { usedAt: ctx.now() } });
    await revokeSessionsOf(ctx, userId, exceptId);
  });
}

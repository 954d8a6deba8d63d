import type { Credentials, Me, SessionView } from "@crm/contract";
import { emailKey, readEmail } from "@crm/fields";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { forgetActor } from "../../platform/actors.ts";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal } from "../../platform/error.ts";
import { isPassword } from "../../platform/password.ts";
import { deviceCookie, deviceMark, deviceOf } from "./device.token.ts";
import { liveSessions, lockSession, type SignedInUser, userByEmail, userById } from "./session.queries.ts";
import { hashSecret, isSecret, newSecret, parseRefreshToken, refreshToken } from "./session.token.ts";
import { toMe, toSessionView } from "./session.view.ts";

/** Days without a refresh after which a session ends. */
export const sessionDays = 30;
/** How long the token before the last rotation is still good: two tabs may refresh at once. */
const graceMs = 20_000;

/** What the route makes an access token and a cookie of; no `refreshToken`: the browser's is still good. */
export interface Opened {
  sessionId: string;
  user: Me;
  refreshToken?: string;
  /** The cookie that makes this browser known. */
  device?: { name: string; mark: string };
}

/** Where a request comes from. */
export interface Caller {
  address: string;
  userAgent: string;
  cookies: Record<string, string | undefined>;
}

/**
 * Signs in with e-mail and password.
 * Refuses with SIGN_IN_FAILED alike for a wrong password, an unknown account and a deactivated one, and with
 * TOO_MANY_ATTEMPTS (details.seconds) for an account or an address that tried too often, existing or not. A browser that the
 * account was opened on before has its own tries, which no stranger uses up.
 */
export async function signIn(
  ctx: Ctx,
  { email, password }: z.output<typeof Credentials>,
  caller: Caller,
): Promise<Opened> {
  const account = emailKey(readEmail(email));
  const name = deviceCookie(ctx, account);
  const device = deviceOf(ctx, account, caller.cookies[name]);
  const attempt = { purpose: "sign-in", account, address: caller.address, device } as const;
  const seconds = await ctx.throttle.attempt(attempt);
  if (seconds > 0) throw new Refusal("TOO_MANY_ATTEMPTS", { seconds });
  const user = await userByEmail(ctx, account);
  const right = await isPassword(user?.active ? user.passwordHash : null, password);
  if (!user || !right) throw new Refusal("SIGN_IN_FAILED");
  await ctx.throttle.succeeded(attempt);
  return {
    ...(await openSession(ctx, user, caller.userAgent)),
    device: { name, mark: deviceMark(ctx, account, device) },
  };
}

async function openSession(ctx: Ctx, user: SignedInUser, userAgent: string): Promise<Opened> {
  const secret = newSecret();
  const id = uuid();
  const now = ctx.now();
  await ctx.db.session.deleteMany({ where: { userId: user.id, expiresAt: { lte: now } } });
  await ctx.db.session.create({
    data: {
      id,
      userId: user.id,
      tokenHash: hashSecret(secret),
      createdAt: now,
      rotatedAt: now,
      expiresAt: expiry(now),
      userAgent: userAgent.slice(0, 300),
    },
  });
  return { sessionId: id, user: toMe(user), refreshToken: refreshToken(id, secret) };
}

/**
 * Rotates the refresh token. The one before the last rotation is accepted for 20 s, without another rotation.
 * Refuses with NOT_SIGNED_IN when the session is over, and with SESSION_REUSED when the token is an older one:
 * somebody kept a copy, so the user is signed out everywhere.
 */
export async function refreshSession(ctx: Ctx, token: string | undefined): Promise<Opened> {
  const { sessionId, secret } = parsedOrRefuse(token);
  // The refusal is thrown outside, or the transaction would take the revocation back; and no two of them wait for each other.
  const opened = await inTransaction(ctx, async (ctx): Promise<Opened | { reusedOf: string }> => {
    const session = await lockSession(ctx, sessionId);
    const now = ctx.now();
    if (!session || session.revokedAt || session.expiresAt <= now || !session.user.active)
      throw new Refusal("NOT_SIGNED_IN");
    const user = toMe(session.user);
    if (isSecret(secret, session.tokenHash)) {
      const next = newSecret();
      await ctx.db.session.update({
        where: { id: sessionId },
        data: { tokenHash: hashSecret(next), previousHash: session.tokenHash, rotatedAt: now, expiresAt: expiry(now) },
      });
      return { sessionId, user, refreshToken: refreshToken(sessionId, next) };
    }
    const inGrace = now.getTime() - session.rotatedAt.getTime() < graceMs;
    if (inGrace && isSecret(secret, session.previousHash)) return { sessionId, user };
    return { reusedOf: user.id };
  });
  if (!("reusedOf" in opened)) return opened;
  await revokeSessionsOf(ctx, opened.reusedOf);
  throw new Refusal("SESSION_REUSED");
}

/** Ends the session of this refresh token, if it is one; signing out twice is no fault. */
export async function signOut(ctx: Ctx, token: string | undefined): Promise<void> {
  const parsed = parseRefreshToken(token);
  if (!parsed) return;
  await inTransaction(ctx, async (ctx) => {
    const session = await lockSession(ctx, parsed.sessionId);
    if (!session || session.revokedAt) return;
    if (![session.tokenHash, session.previousHash].some((hash) => isSecret(parsed.secret, hash))) return;
    await revokeSession(ctx, session.id, session.userId);
  });
}

/** Who the actor is. */
export async function showMe(ctx: Ctx): Promise<Me> {
  return toMe(found(await userById(ctx, ctx.actor.id), "user", ctx.actor.id));
}

/** The actor's signed-in browsers, latest first. */
export async function listSessions(ctx: Ctx): Promise<z.output<typeof SessionView>[]> {
  return (await liveSessions(ctx, ctx.actor.id)).map((session) => toSessionView(session, ctx.actor.sessionId));
}

/** Ends all sessions of the actor, this one too; their access tokens die at once. */
export const signOutEverywhere = (ctx: Ctx) => revokeSessionsOf(ctx, ctx.actor.id);

/** Ends a user's sessions, but for `exceptId`; their access tokens die at once. */
export function revokeSessionsOf(ctx: Ctx, userId: string, exceptId?: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const others = exceptId ? { id: { not: exceptId } } : {};
    await ctx.db.session.updateMany({ where: { userId, revokedAt: null, ...others }, data: { revokedAt: ctx.now() } });
    await forgetActor(ctx, userId);
  });
}

async function revokeSession(ctx: Ctx, id: string, userId: string): Promise<void> {
  await ctx.db.session.update({ where: { id }, data: { revokedAt: ctx.now() } });
  await forgetActor(ctx, userId);
}

function parsedOrRefuse(token: string | undefined) {
  const parsed = parseRefreshToken(token);
  if (!parsed) throw new Refusal("NOT_SIGNED_IN");
  return parsed;
}

const expiry = (now: Date) => new Date(now.getTime() + sessionDays * 86_400_000);

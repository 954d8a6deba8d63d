import { timingSafeEqual } from "node:crypto";
import { hashSecret } from "../../platform/secret.ts";

export { hashSecret, newSecret } from "../../platform/secret.ts";

/** Compares a secret with a kept hash without telling by its delay how much of it was right. */
export function isSecret(secret: string, hash: string | null): boolean {
  const given = Buffer.from(hashSecret(secret));
  return hash !== null && given.length === hash.length && timingSafeEqual(given, Buffer.from(hash));
}

/** A refresh token names its session: `<sessionId>.<secret>`. */
export const refreshToken = (sessionId: string, secret: string) => `${sessionId}.${secret}`;

/** The parts of a refresh token, or null for anything else. */
export function parseRefreshToken(token: string | undefined): { sessionId: string; secret: string } | null {
  const [, sessionId, secret] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/.exec(token ?? "") ?? [];
  return sessionId && secret ? { sessionId, secret } : null;
}

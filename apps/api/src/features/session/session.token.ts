export { hashSecret, isSecret, newSecret } from "../../platform/secret.ts";

/** A refresh token names its session: `<sessionId>.<secret>`. */
export const refreshToken = (sessionId: string, secret: string) => `${sessionId}.${secret}`;

/** The parts of a refresh token, or null for anything else. */
export function parseRefreshToken(token: string | undefined): { sessionId: string; secret: string } | null {
  const [, sessionId, secret] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/.exec(token ?? "") ?? [];
  return sessionId && secret ? { sessionId, secret } : null;
}

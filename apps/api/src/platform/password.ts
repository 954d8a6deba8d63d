import { hash, verify } from "@node-rs/argon2";

/** argon2id with the library's defaults (19 MiB, 2 passes: OWASP's first choice), off the main thread. */
export const hashPassword = (password: string): Promise<string> => hash(password);

let nobodys: Promise<string> | undefined;

/**
 * Whether the password is the hash's. For an account that does not exist (null) or that has no password yet (""),
 * as much time is spent on a hash that is nobody's: the answer's delay tells nothing.
 */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobodys ??= hash(crypto.randomUUID());
  const right = await verify(passwordHash || (await nobodys), password);
  return right && Boolean(passwordHash);
}

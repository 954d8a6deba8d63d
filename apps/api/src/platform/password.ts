import { hash, verify } from "@node-rs/argon2";
import { refusedField } from "./issues.ts";
import { passwordFault } from "./password-strength.ts";

/** Whose password it is: what everybody knows of him is the first thing that is tried. */
export interface PasswordOwner {
  email: string;
  firstName: string;
  lastName: string;
}

/**
 * The hash of a password that a person chose, by whichever way: argon2id with the library's defaults (19 MiB, 2 passes: OWASP's
 * first choice), off the main thread. Refuses with VALIDATION_FAILED at body/password one that would be guessed (`passwordFault`).
 */
export async function hashPassword(password: string, owner: PasswordOwner): Promise<string> {
  const fault = await passwordFault(password, owner);
  if (fault) throw refusedField("body/password", fault);
  return hash(password);
}

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

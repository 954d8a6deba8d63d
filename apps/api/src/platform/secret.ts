import { createHash, createHmac, randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A secret that can't be guessed, for a cookie, a link or an address. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** What is kept of such a secret: its SHA-256; long random secrets need no slow hash. */
export const hashSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** HMAC-SHA256 under a key of its own, derived from the secret. */
export function keyedDigest(secret: string): (text: string) => string {
  const key = createHmac("sha256", secret).update("digest").digest();
  return (text) => createHmac("sha256", key).update(text).digest("base64url");
}

/** The secret that signs tokens, made once and kept in the data folder, readable by its owner alone. */
export async function applicationSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, "app-secret");
  const known = await readFile(path, "utf8").catch(() => "");
  if (known.length >= 32) return known;
  const secret = randomBytes(32).toString("hex");
  await writeFile(path, secret, { mode: 0o600, flag: "wx" }).catch(() => {});
  return readFile(path, "utf8");
}

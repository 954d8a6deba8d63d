import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { link, open, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { StartFailure } from "./environment.ts";
import { reasonOf } from "./start-checks.ts";

/** A secret that can't be guessed, for a cookie, a link or an address. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** What is kept of such a secret: its SHA-256; long random secrets need no slow hash. */
export const hashSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Compares a secret with a kept hash without telling by its delay how much of it was right. */
export function isSecret(secret: string, hash: string | null): boolean {
  const given = Buffer.from(hashSecret(secret));
  return hash !== null && given.length === hash.length && timingSafeEqual(given, Buffer.from(hash));
}

/** HMAC-SHA256 under a key of its own, derived from the secret. */
export function keyedDigest(secret: string): (text: string) => string {
  const key = createHmac("sha256", secret).update("digest").digest();
  return (text) => createHmac("sha256", key).update(text).digest("base64url");
}

/**
 * The secret that signs tokens, made once and kept in the data folder, readable by its owner alone. A StartFailure when the file
 * holds none, or can't be written.
 */
export async function applicationSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, "app-secret");
  const secret = await keptOnce(path, () => randomBytes(32).toString("hex"));
  if (secret.length >= 32) return secret;
  throw new StartFailure(
    `app-secret : le fichier ${path} ne contient pas un secret d'au moins 32 caractères. Remettez celui de votre sauvegarde ; à défaut, supprimez-le et exécutez : npm run admin -- adopt`,
  );
}

/** The id of the data folder: what tells it from another one that a process was given by mistake. */
export const folderId = (dataDir: string): Promise<string> => keptOnce(join(dataDir, "folder-id"), randomUUID);

/**
 * What the file says, made when there is none: whole or not at all, on the disk before it is used. Of two processes that make it
 * at once, both get the first's.
 */
async function keptOnce(path: string, make: () => string): Promise<string> {
  const known = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw unwritable(path, error);
  });
  if (known !== null) return known.trim();
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, make(), { mode: 0o600, flush: true });
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
    const folder = await open(dirname(path)).catch(() => null); // Windows opens no folder
    await folder?.sync();
    await folder?.close();
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    throw unwritable(path, error);
  } finally {
    await rm(draft, { force: true });
  }
}

const unwritable = (path: string, cause: unknown) =>
  new StartFailure(`DATA_DIR : impossible de lire ou d'écrire ${path} (${reasonOf(cause)}).`, { cause });

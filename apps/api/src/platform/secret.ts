import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The secret that signs tokens, made once and kept in the data folder, readable by its owner alone. */
export async function applicationSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, "app-secret");
  const known = await readFile(path, "utf8").catch(() => "");
  if (known.length >= 32) return known;
  const secret = randomBytes(32).toString("hex");
  await writeFile(path, secret, { mode: 0o600, flag: "wx" }).catch(() => {});
  return readFile(path, "utf8");
}

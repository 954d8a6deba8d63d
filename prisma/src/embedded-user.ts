import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { cp, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { canReach } from "./embedded-folder.ts";

const run = promisify(execFile);

/** Where things go that PostgreSQL's user can't reach in the project, because a folder above is closed to him. */
const commonFolder = "/var/lib/helium-crm";

export interface SystemUser {
  uid: number;
  gid: number;
}

/**
 * The user PostgreSQL runs as; undefined: the same as ours. PostgreSQL refuses to run as root, so root lends it to the
 * owner of a cluster that is there already, else to `postgres` (created when missing), else to `nobody`.
 */
export async function clusterUser(cluster: string): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster);
    if (uid !== 0) return { uid, gid };
  }
  const existing = await systemUser("postgres");
  if (existing) return existing;
  await run("useradd", [
    "--system",
    "--user-group",
    "--no-create-home",
    "--shell",
    "/usr/sbin/nologin",
    "postgres",
  ]).catch(() => undefined);
  const user = (await systemUser("postgres")) ?? (await systemUser("nobody"));
  if (!user)
    throw new Error(
      "PostgreSQL ne peut pas s'exécuter sous root et aucun autre utilisateur n'a pu être créé : indiquez DATABASE_URL.",
    );
  return user;
}

async function systemUser(name: string): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all(
      ["-u", "-g"].map(async (flag) => Number((await run("id", [flag, name])).stdout)),
    );
    return uid === undefined || gid === undefined ? undefined : { uid, gid };
  } catch {
    return undefined;
  }
}

/** The folder of the cluster: inside `dataDir`, or in the common folder when the user can't reach it; the choice is remembered. */
export function clusterFolder(dataDir: string, user: SystemUser | undefined): string {
  const inside = join(dataDir, "cluster");
  const note = join(dataDir, "cluster-elsewhere");
  if (existsSync(inside) || !user || canReach(realpathSync(dataDir), user)) return inside;
  if (existsSync(note)) return readFileSync(note, "utf8").trim();
  const key = createHash("sha256").update(realpathSync(dataDir)).digest("hex").slice(0, 12);
  const elsewhere = join(openFolder("clusters"), key, "cluster");
  mkdirSync(dirname(elsewhere), { recursive: true, mode: 0o755 });
  writeFileSync(note, `${elsewhere}\n`);
  return elsewhere;
}

/** PostgreSQL's programs at `bin`, or a copy of them that the user can reach. */
export async function reachableBinaries(bin: string, version: string, user: SystemUser | undefined): Promise<string> {
  const native = dirname(realpathSync(bin));
  if (!user || canReach(join(native, basename(bin)), user)) return join(native, basename(bin));
  const copy = join(openFolder("programs"), version);
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`;
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true })); // another start was quicker
  }
  return join(copy, basename(bin));
}

function openFolder(name: string): string {
  const folder = join(commonFolder, name);
  mkdirSync(folder, { recursive: true });
  for (const path of [commonFolder, folder]) chmodSync(path, 0o755);
  return folder;
}

import { existsSync, readdirSync, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedDatabase, startEmbeddedDatabase, stopAbandoned } from "./embedded.ts";

/** Which PostgreSQL tests run on: the embedded one, or Debian's (the oldest we support) with TEST_POSTGRES=15. */
export const testedVersion = process.env.TEST_POSTGRES === "15" ? 15 : 18;

const debian15 = "/usr/lib/postgresql/15/bin";
export const hasPostgres15 = existsSync(join(debian15, "initdb"));

/** Faster than safe: the data are thrown away. */
const settings = {
  fsync: "off",
  full_page_writes: "off",
  autovacuum: "off",
  shared_buffers: "128MB",
  max_wal_size: "1GB",
};
const prefix = "crm-test-";

/** A PostgreSQL in a folder of its own, which goes at its stop, or at the end of this process. */
export async function startTestPostgres(
  version = testedVersion,
  more: Record<string, string> = {},
): Promise<EmbeddedDatabase> {
  if (version === 15 && !hasPostgres15)
    throw new Error(`TEST_POSTGRES=15 needs Debian's package postgresql-15 (${debian15} is missing)`);
  await sweep();
  const dataDir = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const binaries = version === 15 ? { binaries: debian15 } : {};
  const database = await startEmbeddedDatabase({ dataDir, settings: { ...settings, ...more }, ...binaries });
  const atExit = () => {
    process.kill(database.pid, "SIGQUIT");
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once("exit", atExit);
  const stop = async () => {
    process.off("exit", atExit);
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { ...database, stop };
}

/**
 * Removes what test runs that were killed have left. The process that made a folder is asked for by its number, which its name
 * bears: the hold on the folder is not seen from another network namespace, where a run may be under way.
 */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const [, maker] = new RegExp(`^${prefix}(\\d+)-`).exec(name) ?? [];
    if (maker === undefined || lives(Number(maker))) continue;
    const folder = join(tmpdir(), name);
    if (await stopAbandoned(folder).catch(() => false)) await rm(folder, { recursive: true, force: true });
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

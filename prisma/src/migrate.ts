import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import {
  filters,
  type MigrationFolders,
  ourFolders,
  readMigrations,
  readSchema,
  withEngine,
} from "./migrate-engine.ts";

/** Any number that no one else uses; see `alone`. */
const deployLock = 4_812_026;

/**
 * Applies the migrations that the database at `url` has not seen; gives their names. Safe when several processes do it
 * at once. Refuses when one failed before (repair it by hand, see `migrationStatus`) or when an applied one was edited.
 */
export async function deployMigrations(url: string, folders: MigrationFolders = ourFolders): Promise<string[]> {
  if (await upToDate(url, folders)) return [];
  return alone(url, () =>
    withEngine(url, folders, async (engine) => {
      const migrationsList = readMigrations(folders);
      const { editedMigrationNames, failedMigrationNames } = await engine.diagnoseMigrationHistory({
        migrationsList,
        optInToShadowDatabase: false,
        filters,
      });
      if (failedMigrationNames.length > 0)
        throw new Error(`These migrations failed before: ${failedMigrationNames.join(", ")}`);
      if (editedMigrationNames.length > 0)
        throw new Error(`These migrations were edited after they ran: ${editedMigrationNames.join(", ")}`);
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
      // A column without statistics is taken for one that hardly a row meets: lists would choose the worst of plans.
      if (appliedMigrationNames.length > 0) await withClient(url, (client) => client.query("ANALYZE"));
      return appliedMigrationNames;
    }),
  );
}

/** Rejects as the driver does when the database at `url` can't be reached or refuses. */
export const reach = (url: string): Promise<unknown> => withClient(url, (client) => client.query("SELECT 1"));

export interface MigrationStatus {
  pending: string[];
  failed: string[];
  /** Applied with another content than the file has now. */
  edited: string[];
  /** Applied, but not in the folder. */
  unknown: string[];
}

export function migrationStatus(url: string, folders: MigrationFolders = ourFolders): Promise<MigrationStatus> {
  return withEngine(url, folders, async (engine) => {
    const migrationsList = readMigrations(folders);
    const { history, failedMigrationNames, editedMigrationNames } = await engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters,
    });
    return {
      pending: history && "unappliedMigrationNames" in history ? history.unappliedMigrationNames : [],
      failed: failedMigrationNames,
      edited: editedMigrationNames,
      unknown: history && "unpersistedMigrationNames" in history ? history.unpersistedMigrationNames : [],
    };
  });
}

/** The SQL that migrations still lack to make what the schema says; empty when they agree. Needs the right to create a database. */
export function schemaDrift(url: string, folders: MigrationFolders = ourFolders): Promise<string> {
  // The engine has a shadow database for this, in which it forgets to look for extensions: we make our own.
  return inScratchDatabase(url, async (scratch) => {
    await deployMigrations(scratch, folders);
    return withEngine(scratch, folders, async (engine) => {
      const { stdout } = await engine.diff({
        from: { tag: "schemaDatasource", ...readSchema(folders), configDir: folders.schema },
        to: { tag: "schemaDatamodel", ...readSchema(folders) },
        script: true,
        exitCode: null,
        filters,
      });
      return (stdout ?? "").replace("-- This is an empty migration.", "").trim();
    });
  });
}

/**
 * Writes the migration that the schema asks for, as migrations/<time>_<name>/migration.sql, for a person to complete;
 * gives its folder, or undefined when nothing is missing. `draft`: an empty one in that case. Changes no table at `url`.
 */
export async function newMigration(
  url: string,
  name: string,
  { draft = false, folders = ourFolders }: { draft?: boolean; folders?: MigrationFolders } = {},
): Promise<string | undefined> {
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    throw new Error(`"${name}" is no name for a migration: small letters, figures and _`);
  const script = await schemaDrift(url, folders);
  if (script === "" && !draft) return undefined;
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join(folders.migrations, `${time}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "migration.sql"), `${header(name)}${script && `\n${script}\n`}`);
  return folder;
}

const header = (name: string) => `-- ${name.replaceAll("_", " ")}
--
-- Why: TODO
-- Locks: TODO
-- Undo: TODO
SET lock_timeout = '5s';
`;

/** Spares each start the engine's loading, when every migration is there and finished. The engine judges all other cases. */
async function upToDate(url: string, folders: MigrationFolders): Promise<boolean> {
  const names = readMigrations(folders).migrationDirectories.map(({ path }) => path);
  return withClient(url, async (client) => {
    const { rows: tables } = await client.query<{ found: boolean }>(
      "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found",
    );
    if (!tables[0]?.found) return false;
    const { rows } = await client.query<{ name: string; ended: boolean }>(
      "SELECT migration_name AS name, finished_at IS NOT NULL AS ended FROM _prisma_migrations WHERE rolled_back_at IS NULL",
    );
    return rows.length === names.length && rows.every(({ name, ended }) => ended && names.includes(name));
  });
}

/**
 * Runs `work` while no other process runs its own on this database. Asks again and again rather than wait inside
 * PostgreSQL: a waiting statement would block the CREATE INDEX CONCURRENTLY of the one that works.
 */
function alone<T>(url: string, work: () => Promise<T>): Promise<T> {
  return withClient(url, async (client) => {
    const deadline = Date.now() + 10 * 60_000;
    for (;;) {
      const { rows } = await client.query<{ got: boolean }>("SELECT pg_try_advisory_lock($1) AS got", [deployLock]);
      if (rows[0]?.got) return work(); // the end of the connection gives the lock back
      if (Date.now() > deadline) throw new Error("Another process has been migrating this database for ten minutes");
      await wait(200);
    }
  });
}

async function inScratchDatabase<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  const name = `crm_scratch_${randomUUID().replaceAll("-", "")}`;
  const scratch = new URL(url);
  scratch.pathname = `/${name}`;
  const administer = (sql: string) => withClient(url, (client) => client.query(sql));
  await administer(`CREATE DATABASE ${name} TEMPLATE template0`);
  try {
    return await work(scratch.href);
  } finally {
    await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

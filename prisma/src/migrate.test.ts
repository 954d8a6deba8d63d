import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { EmbeddedDatabase } from "./embedded.ts";
import { deployMigrations, migrationStatus, newMigration, schemaDrift } from "./migrate.ts";
import { type MigrationFolders, ourFolders, readMigrations } from "./migrate-engine.ts";
import { hasPostgres15, startTestPostgres } from "./test-postgres.ts";

const versions = process.env.TEST_POSTGRES ? [Number(process.env.TEST_POSTGRES)] : [18, 15];
if (!hasPostgres15) console.warn("PostgreSQL 15 is not installed (Debian: postgresql-15): its tests are skipped");

describe.each(versions)("on PostgreSQL %i", (version) => {
  const absent = version === 15 && !hasPostgres15;
  let server: EmbeddedDatabase;
  let url: string;
  let folders: MigrationFolders;
  let root: string;

  beforeAll(async () => {
    if (!absent) server = await startTestPostgres(version);
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    if (absent) return;
    root = await mkdtemp(join(tmpdir(), "crm-migrate-test-"));
    folders = { migrations: join(root, "migrations"), schema: join(root, "schema") };
    const name = `m_${Math.random().toString(36).slice(2)}`;
    await run(server.url, `CREATE DATABASE ${name}`);
    url = server.url.replace(/\/crm$/, `/${name}`);
  });
  afterEach(() => absent || rm(root, { recursive: true, force: true }));

  const ours = readMigrations(ourFolders).migrationDirectories.map(({ path }) => path);

  test.skipIf(absent)("our migrations make what our schema says", async () => {
    expect(await schemaDrift(url)).toBe("");
  });

  test.skipIf(absent)(
    "processes that deploy at once apply each migration once; a deploy later does nothing",
    async () => {
      const all = await Promise.all([deployMigrations(url), deployMigrations(url), deployMigrations(url)]);
      expect(all.flat()).toEqual(ours);
      expect(await deployMigrations(url)).toEqual([]);
      expect(await migrationStatus(url)).toEqual({ pending: [], failed: [], edited: [], unknown: [] });
    },
  );

  test.skipIf(absent)("a migration is written from the schema, with constraints and functions kept whole", async () => {
    await writeSchema("model Note {\n  id Int @id\n  text String\n}");
    const folder = await newMigration(url, "first_notes", { folders });
    expect(basename(folder ?? "")).toMatch(/^\d{14}_first_notes$/);
    const file = join(folder ?? "", "migration.sql");
    expect(await readFile(file, "utf8")).toContain('CREATE TABLE "Note"');
    const sql = `CREATE FUNCTION shout(value text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN; RETURN upper(value); END $$;
      ALTER TABLE "Note" ADD CONSTRAINT text_given CHECK (text <> ''); -- not ; empty`;
    await writeFile(file, (await readFile(file, "utf8")) + sql.replace("BEGIN;", "BEGIN"));
    expect(await newMigration(url, "nothing", { folders })).toBeUndefined();
    await deployMigrations(url, folders);
    expect(await run(url, "SELECT shout('oui')")).toEqual([{ shout: "OUI" }]);
    await writeSchema("model Note {\n  id Int @id\n  text String\n  done Boolean\n}");
    expect(await schemaDrift(url, folders)).toContain('ADD COLUMN     "done" BOOLEAN NOT NULL');
  });

  test.skipIf(absent)("a draft is written even when nothing is missing", async () => {
    await cp(ourFolders.migrations, folders.migrations, { recursive: true });
    folders.schema = ourFolders.schema;
    const folder = await newMigration(url, "move_answers", { folders, draft: true });
    expect(await readFile(join(folder ?? "", "migration.sql"), "utf8")).toMatch(/^-- move answers\n/);
    await expect(newMigration(url, "../../Other", { folders })).rejects.toThrow("no name for a migration");
  });

  test.skipIf(absent)(
    "a migration that fails says which and why, leaves nothing of itself and stops later deploys",
    async () => {
      await writeSchema("model Note {\n  id Int @id\n}");
      await writeMigration("20260101000000_wrong", "CREATE TABLE half (id int); SELECT missing();");
      await expect(deployMigrations(url, folders)).rejects.toThrow(
        /function missing\(\) does not exist.*20260101000000_wrong/s,
      );
      expect(await run(url, "SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
      expect((await migrationStatus(url, folders)).failed).toEqual(["20260101000000_wrong"]);
      await expect(deployMigrations(url, folders)).rejects.toThrow("failed before");
    },
  );

  test.skipIf(absent)(
    "a migration that was edited after it ran is reported, and refused with the next one",
    async () => {
      await writeSchema("model Note {\n  id Int @id\n}");
      await writeMigration("20260101000000_one", "CREATE TABLE one (id int);");
      await deployMigrations(url, folders);
      await writeMigration("20260101000000_one", "CREATE TABLE other (id int);");
      expect((await migrationStatus(url, folders)).edited).toEqual(["20260101000000_one"]);
      await writeMigration("20260102000000_two", "CREATE TABLE two (id int);");
      await expect(deployMigrations(url, folders)).rejects.toThrow("edited after they ran");
    },
  );

  async function writeSchema(models: string): Promise<void> {
    await mkdir(folders.schema, { recursive: true });
    await writeFile(join(folders.schema, "base.prisma"), 'datasource db {\n  provider = "postgresql"\n}');
    await writeFile(join(folders.schema, "note.prisma"), models);
  }

  async function writeMigration(name: string, sql: string): Promise<void> {
    await mkdir(join(folders.migrations, name), { recursive: true });
    await writeFile(join(folders.migrations, name, "migration.sql"), sql);
  }
});

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

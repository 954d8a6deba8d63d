import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startEmbeddedDatabase } from "./embedded.ts";
import { deployMigrations, migrationStatus, newMigration } from "./migrate.ts";

const usage = `node prisma/src/migrate-cli.ts new <name> [--draft]   write the migration that the schema asks for; --draft: even an empty one
node prisma/src/migrate-cli.ts deploy                 apply what is missing
node prisma/src/migrate-cli.ts status                 say what is missing, failed or edited; exits 1 when there is any
They use DATABASE_URL, else the embedded database (a temporary one for "new").`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { draft: { type: "boolean", default: false } },
});
const [command, name] = positionals;
try {
  if (command === "new" && name) await withDatabase(true, (url) => writeMigration(url, name));
  else if (command === "deploy") await withDatabase(false, deploy);
  else if (command === "status") await withDatabase(false, status);
  else {
    console.error(usage);
    process.exitCode = 2;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function writeMigration(url: string, migration: string): Promise<void> {
  const folder = await newMigration(url, migration, { draft: values.draft });
  console.log(
    folder
      ? `${relative(process.cwd(), folder)}: complete its header and its SQL`
      : "Nothing to do: migrations and schema agree",
  );
}

async function deploy(url: string): Promise<void> {
  const applied = await deployMigrations(url);
  console.log(applied.length > 0 ? applied.join("\n") : "Nothing to do");
}

async function status(url: string): Promise<void> {
  const lists = Object.entries(await migrationStatus(url)).filter(([, names]: [string, string[]]) => names.length > 0);
  for (const [kind, names] of lists) console.log(`${kind}: ${names.join(", ")}`);
  if (lists.length === 0) console.log("Every migration is applied");
  else process.exitCode = 1;
}

async function withDatabase(temporary: boolean, work: (url: string) => Promise<void>): Promise<void> {
  if (process.env.DATABASE_URL) return work(process.env.DATABASE_URL);
  const root = join(import.meta.dirname, "../..");
  const dataDir = temporary
    ? await mkdtemp(join(tmpdir(), "crm-migrate-"))
    : join(resolve(root, process.env.DATA_DIR ?? ".data"), "postgres");
  const database = await startEmbeddedDatabase({ dataDir, log: console.log });
  try {
    await work(database.url);
  } finally {
    await database.stop();
    if (temporary) await rm(dataDir, { recursive: true, force: true });
  }
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, DriverAdapterError } from "@prisma/driver-adapter-utils";
import type { MigrationList, SchemaEngine, SchemasContainer } from "@prisma/schema-engine-wasm";
import pg from "pg";

const root = join(import.meta.dirname, "..");

/** Where migrations and the schema are read; a test gives its own. */
export interface MigrationFolders {
  migrations: string;
  schema: string;
}
export const ourFolders: MigrationFolders = { migrations: join(root, "migrations"), schema: join(root, "schema") };

/** What Prisma leaves alone: nothing, the schema says all it must. */
export const filters = { externalTables: [], externalEnums: [] };

export function readSchema({ schema }: MigrationFolders): SchemasContainer {
  const names = readdirSync(schema).filter((name) => name.endsWith(".prisma"));
  return { files: names.sort().map((name) => ({ path: name, content: readFileSync(join(schema, name), "utf8") })) };
}

export function readMigrations({ migrations }: MigrationFolders): MigrationList {
  const names = existsSync(migrations)
    ? readdirSync(migrations).filter((name) => existsSync(join(migrations, name, "migration.sql")))
    : [];
  return {
    baseDir: migrations,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: names.sort().map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(join(migrations, name, "migration.sql"), "utf8") },
      },
    })),
  };
}

/** Runs `work` with Prisma's schema engine, as WebAssembly: the native one would have to be downloaded. */
export async function withEngine<T>(
  url: string,
  folders: MigrationFolders,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadEngine();
  const datamodels = readSchema(folders).files.map(({ path, content }): [string, string] => [path, content]);
  const factory = new EnginePostgres(url);
  const bound = bindMigrationAwareSqlAdapterFactory(factory);
  try {
    const engine = await SchemaEngine.new({ datamodels }, () => {}, bound);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } catch (error) {
    throw readable(error);
  } finally {
    await factory.close();
  }
}

/** What the compiler knows with the DOM only, and we need of it. */
declare const WebAssembly: {
  instantiate(program: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

type EngineModule = typeof import("@prisma/schema-engine-wasm") & { __wbg_set_wasm(exports: object): void };
let loading: Promise<EngineModule> | undefined;
let panic: string | undefined;

function loadEngine(): Promise<EngineModule> {
  loading ??= (async () => {
    const path = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
    Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => (panic = message) } });
    const engine = (await import(path)) as EngineModule;
    const program = readFileSync(path.replace(/\.js$/, ".wasm"));
    const { instance } = await WebAssembly.instantiate(program, { "./schema_engine_bg.js": engine });
    engine.__wbg_set_wasm(instance.exports);
    (instance.exports.__wbindgen_start as () => void)();
    return engine;
  })();
  return loading;
}

/** The engine's errors carry its stack; a person reads what the database said, and of which migration. */
function readable(error: unknown): Error {
  if (panic) return new Error(`The schema engine stopped: ${panic}`, { cause: error });
  const text = error instanceof Error ? error.message : String(error);
  const [said = ""] = text.replace("external connector error\n", "").split(/\n +0: /);
  const name = /migration_name="([^"]+)"/.exec(text)?.[1];
  return new Error(name ? `${said.trim()} (migration ${name})` : said.trim(), { cause: error });
}

type Adapter = Awaited<ReturnType<PrismaPg["connect"]>>;

/**
 * adapter-pg as the engine needs it. Its own executeScript cuts a script at every semicolon, inside functions and
 * comments too; its queryRaw refuses the type "char", which the engine reads from the catalogue. And the engine stops at
 * the NOT NULL constraints that PostgreSQL 18 lists (prisma/orm#29635): it is shown those it knows.
 */
class EnginePostgres extends PrismaPg {
  readonly #url: string;
  readonly #pools: pg.Pool[] = [];

  constructor(url: string) {
    super(url);
    this.#url = url;
  }

  override async connect(): Promise<Adapter> {
    // One connection: what a migration SETs holds until the migration's end.
    const pool = new EnginePool({ connectionString: this.#url, max: 1 });
    pool.on("error", () => {});
    this.#pools.push(pool);
    const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const sql = query.sql.replace("contype NOT IN ('p', 'u', 'f')", "contype IN ('c', 'x')");
      const result = await queryRaw({ ...query, sql });
      const kind = result.columnNames.indexOf("constraint_type");
      if (kind >= 0) result.columnTypes[kind] = ColumnTypeEnum.Character;
      return result;
    };
    adapter.executeScript = async (script) => {
      await pool.query(script).catch((error: unknown) => {
        throw scriptError(error);
      });
      await pool.query("RESET lock_timeout; RESET statement_timeout");
    };
    return adapter;
  }

  /** The engine disposes of what it opened when all went well only. */
  async close(): Promise<void> {
    await Promise.all(this.#pools.filter((pool) => !pool.ended).map((pool) => pool.end()));
  }
}

class EnginePool extends pg.Pool {
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg's query can't be written twice
  override async query(...parameters: any[]): Promise<any> {
    const query = super.query as unknown as (...parameters: unknown[]) => Promise<pg.QueryResult | pg.QueryResult[]>;
    const result = await query.apply(this, parameters);
    const oneChar = 18;
    const text = 25;
    for (const { fields } of [result].flat())
      for (const field of fields) if (field.dataTypeID === oneChar) field.dataTypeID = text;
    return result;
  }
}

function scriptError(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const { code = "N/A", severity = "ERROR", message, detail, column, hint } = error;
  return new DriverAdapterError({
    kind: "postgres",
    code,
    severity,
    message,
    detail,
    column,
    hint,
    originalCode: code,
    originalMessage: message,
  });
}

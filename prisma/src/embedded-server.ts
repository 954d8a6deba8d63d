import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chownSync, closeSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { freePort } from "./embedded-folder.ts";
import type { SystemUser } from "./embedded-user.ts";

const run = promisify(execFile);

/** A recovery after a power cut may take this long. */
const startDeadline = 120_000;
const stopSeconds = 60;

export interface Server {
  /** Folder of initdb, pg_ctl and postgres. */
  bin: string;
  cluster: string;
  user: SystemUser | undefined;
  password: string;
}

const environment = () => {
  const { LD_LIBRARY_PATH: _, ...env } = process.env;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name)));
};
const as = ({ user }: Server) => ({ ...user, env: environment(), cwd: "/" });

/** French sorting first; what a system lacks is replaced by the nearest it has. */
const locales = [
  ["--locale-provider=icu", "--icu-locale=fr-FR", "--locale=C.UTF-8"],
  ["--locale-provider=icu", "--icu-locale=fr-FR", "--locale=en_US.UTF-8"],
  ["--locale-provider=icu", "--icu-locale=fr-FR", "--locale=C"],
  ["--locale=C.UTF-8"],
  ["--locale=C"],
];

export async function initialise(server: Server, log: (line: string) => void): Promise<void> {
  log("Création de la base de données…");
  // Made beside and then renamed: a start that is interrupted leaves no half of a cluster.
  const draft = `${server.cluster}.new`;
  const passwordFile = `${draft}.password`;
  let failure: unknown;
  for (const locale of locales) {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    writeFileSync(passwordFile, `${server.password}\n`, { mode: 0o600 });
    if (server.user) for (const path of [draft, passwordFile]) chownSync(path, server.user.uid, server.user.gid);
    const init = [
      "-D",
      draft,
      "-U",
      "postgres",
      "-E",
      "UTF8",
      "--auth=scram-sha-256",
      `--pwfile=${passwordFile}`,
      "--no-instructions",
    ];
    try {
      await run(join(server.bin, "initdb"), [...init, ...locale], as(server));
      await rm(passwordFile);
      await rename(draft, server.cluster);
      return;
    } catch (error) {
      failure = error;
      if ((error as NodeJS.ErrnoException).code === "ENOENT") break; // the program itself can't run here
    }
  }
  for (const path of [draft, passwordFile]) await rm(path, { recursive: true, force: true });
  const why = String((failure as { stderr?: string }).stderr || failure)
    .trim()
    .split("\n")
    .slice(-2)
    .join(" ");
  throw new Error(`La base de données embarquée n'a pas pu être créée (${why}) : indiquez DATABASE_URL.`, {
    cause: failure,
  });
}

/** We hold the folder, so a server that still runs on it belongs to nobody: its application was killed. */
export async function stopLeftover(server: Server, log: (line: string) => void = () => {}): Promise<void> {
  const pidFile = join(server.cluster, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  if (!(await isPostgres(pid, server.cluster))) {
    await rm(pidFile, { force: true }); // its number may belong to some other process by now, which PostgreSQL would respect
    return;
  }
  log("Arrêt d'un serveur PostgreSQL resté seul…");
  await stopServer(server);
}

async function isPostgres(pid: number, cluster: string): Promise<boolean> {
  if (!(pid > 0)) return false;
  if (process.platform === "win32")
    return (await run("tasklist", ["/fi", `PID eq ${pid}`]).catch(() => ({ stdout: "" }))).stdout.includes("postgres");
  const { stdout } = await run("ps", ["-o", "args=", "-p", String(pid)]).catch(async () => ({
    stdout: procArguments(pid),
  }));
  return stdout.includes("postgres") && stdout.includes(cluster);
}

/** For images without `ps`. */
function procArguments(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

export async function stopServer(server: Server, child?: ChildProcess): Promise<void> {
  child?.ref(); // its end is waited for
  const ended =
    child && child.exitCode === null && child.signalCode === null
      ? new Promise((done) => child.once("exit", done))
      : undefined;
  const stop = (mode: string) =>
    run(join(server.bin, "pg_ctl"), ["stop", "-D", server.cluster, "-m", mode, "-t", String(stopSeconds)], as(server));
  if (existsSync(join(server.cluster, "postmaster.pid")))
    await stop("fast").catch(() => stop("immediate").catch(() => undefined));
  await ended;
}

/**
 * Starts the server, on another port when `port` is taken meanwhile, unless it is `fixed`; waits for processes of a killed one to
 * end. Once `signal` is aborted it is stopped again, and the reason thrown: a recovery may take long.
 */
export async function startServer(
  server: Server,
  settings: Record<string, string>,
  {
    port,
    fixed = false,
    logFile,
    signal,
  }: { port: number; fixed?: boolean; logFile: string; signal?: AbortSignal | undefined },
) {
  const deadline = Date.now() + startDeadline;
  const parameters = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  if (existsSync(logFile) && (await stat(logFile)).size > 5_000_000) await rename(logFile, `${logFile}.1`);
  for (let wanted = port; ; wanted = 0) {
    const chosen = fixed ? port : await freePort(wanted);
    const from = existsSync(logFile) ? (await stat(logFile)).size : 0;
    const output = openSync(logFile, "a", 0o600);
    // Detached: Ctrl-C in a terminal reaches the application only, which needs its database until it has drained.
    const child = spawn(join(server.bin, "postgres"), ["-D", server.cluster, "-p", String(chosen), ...parameters], {
      ...as(server),
      detached: true,
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    child.unref();
    let failure: Error | undefined;
    child.once("error", (error) => (failure = error));
    while (child.exitCode === null && child.signalCode === null && !failure) {
      if (await accepts(server, chosen)) return { child, port: chosen };
      if (signal?.aborted) {
        child.ref();
        const ended = new Promise((done) => child.once("exit", done));
        child.kill("SIGINT"); // pg_ctl finds no server yet that has not come as far as its note
        await ended;
        throw signal.reason;
      }
      if (Date.now() > deadline) {
        child.kill("SIGQUIT");
        throw new Error(`PostgreSQL n'est pas prêt après ${startDeadline / 1000} s : voir ${logFile}.`);
      }
      await wait(25);
    }
    const said = readFileSync(logFile).subarray(from).toString().trim();
    const passing = /could not bind|Address already in use|still in use|already exists/.test(said);
    if (!passing || Date.now() > deadline)
      throw new Error(`PostgreSQL n'a pas démarré : ${failure?.message ?? said.split("\n").slice(-2).join(" ")}`);
    await wait(200);
  }
}

export const address = (user: string, secret: string, port: number, database: string) =>
  `postgresql://${user}:${secret}@127.0.0.1:${port}/${database}`;

async function accepts(server: Server, port: number): Promise<boolean> {
  try {
    return await asSuperuser(server, port, "postgres", async (client) => {
      const { rows } = await client.query<{ data_directory: string }>("SHOW data_directory");
      return rows[0]?.data_directory === server.cluster.replaceAll("\\", "/");
    });
  } catch {
    return false;
  }
}

export async function asSuperuser<T>(
  server: Server,
  port: number,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: address("postgres", server.password, port, database),
    connectionTimeoutMillis: 5000,
  });
  client.on("error", () => {}); // a server that goes away is noticed by the caller
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

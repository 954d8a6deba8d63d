import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { DatabaseBusy, type EmbeddedDatabase, type EmbeddedOptions, startEmbeddedDatabase } from "./embedded.ts";
import { freePort } from "./embedded-folder.ts";

const settings = { shared_buffers: "32MB" };
let dataDir: string;
let running: EmbeddedDatabase[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "crm-embedded-"));
});
afterEach(async () => {
  for (const database of running) await database.stop();
  running = [];
  await rm(dataDir, { recursive: true, force: true });
});

async function start(more: Pick<EmbeddedOptions, "port" | "signal" | "onLost"> = {}): Promise<EmbeddedDatabase> {
  const database = await startEmbeddedDatabase({ dataDir, settings, ...more });
  running.push(database);
  return database;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: "array" })).rows.flat();
  } finally {
    await client.end().catch(() => {});
  }
}

const note = "CREATE TABLE note AS SELECT 'Rappeler Audrey'::text AS text";

test("a first start gives a French database to an ordinary role, on this machine only; a second one keeps port, password and rows", async () => {
  const first = await start();
  expect(await ask(first.url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).toEqual([false]);
  expect(await ask(first.url, "SHOW listen_addresses")).toEqual(["127.0.0.1"]);
  expect(await ask(first.url, "SHOW timezone")).toEqual(["UTC"]);
  expect(
    await ask(first.url, "SELECT w FROM unnest(ARRAY['zèbre', 'Étienne', 'été', 'Zoé', 'abbé']) w ORDER BY w"),
  ).toEqual(["abbé", "été", "Étienne", "zèbre", "Zoé"]);
  expect((await stat(join(dataDir, "password"))).mode & 0o777).toBe(0o600);
  await expect(ask(first.url.replace(/:[^:@]+@/, ":wrong@"), "SELECT 1")).rejects.toThrow(/password/);
  await ask(first.url, "CREATE TABLE note (text text)");
  await first.stop();
  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await ask(second.url, "SELECT count(*)::int FROM note")).toEqual([0]);
});

test("a folder in use is refused, and can be used once it is free", async () => {
  const first = await start();
  await expect(start()).rejects.toThrow(DatabaseBusy);
  expect(await ask(first.url, "SELECT 1")).toEqual([1]);
  await first.stop();
  await start();
});

test("a folder that somebody holds from another network, where its name is not seen, is refused as well", async () => {
  const holder = createServer().listen(join(dataDir, "hold.sock"));
  await once(holder, "listening");
  await expect(start()).rejects.toThrow(DatabaseBusy);
  await new Promise((done) => holder.close(done));
  await start();
});

test("a port that is taken is left to whoever has it", async () => {
  const first = await start();
  await first.stop();
  const taken = Number(new URL(first.url).port);
  const other = createServer().listen(taken, "127.0.0.1");
  await once(other, "listening");
  const second = await start();
  expect(new URL(second.url).port).not.toBe(String(taken));
  expect(await ask(second.url, "SELECT 1")).toEqual([1]);
  other.close();
});

test("what is no port in the file of the last one is ignored; a password file that is gone is told at once, and not made anew", async () => {
  const first = await start();
  await ask(first.url, note);
  await first.stop();
  for (const garbage of ["garbage", "99999", "-1", "", "22"]) {
    await writeFile(join(dataDir, "port"), garbage);
    const next = await start();
    expect(await ask(next.url, "SELECT text FROM note")).toEqual(["Rappeler Audrey"]);
    await next.stop();
  }
  for (const lost of [() => rm(join(dataDir, "password")), () => writeFile(join(dataDir, "password"), "")]) {
    await lost();
    await expect(start()).rejects.toThrow(`le mot de passe de la base manque (${join(dataDir, "password")})`);
  }
});

test("a start that is given up leaves no server", async () => {
  await (await start()).stop();
  const given = new AbortController();
  given.abort(new Error("given up"));
  await expect(start({ signal: given.signal })).rejects.toThrow("given up");
  await expect(stat(join(dataDir, "cluster/postmaster.pid"))).rejects.toThrow("ENOENT");
  await start();
});

test("rows survive a server that is killed", async () => {
  const first = await start();
  await ask(first.url, note);
  process.kill(first.pid, "SIGKILL");
  await first.stop();
  const second = await start();
  expect(await ask(second.url, "SELECT text FROM note")).toEqual(["Rappeler Audrey"]);
});

test("a server that ends by itself is started again where it was", async () => {
  const database = await start();
  await ask(database.url, note);
  const { pid } = database;
  process.kill(pid, "SIGKILL");
  await expect.poll(() => database.pid, { timeout: 20_000 }).not.toBe(pid);
  expect(await ask(database.url, "SELECT text FROM note")).toEqual(["Rappeler Audrey"]);
}, 30_000);

test("a server that can't be started again: who started it hears why, once", async () => {
  const lost: string[] = [];
  const database = await start({ onLost: ({ message }) => lost.push(message) });
  await rename(join(dataDir, "cluster/global"), join(dataDir, "cluster/gone"));
  process.kill(database.pid, "SIGKILL");
  await expect.poll(() => lost.length, { timeout: 25_000 }).toBeGreaterThan(0);
  expect(lost).toEqual([expect.stringMatching(/^PostgreSQL n'a pas démarré : /)]);
}, 40_000);

test("when the application alone is killed, the next start takes the server that it left", async () => {
  const port = await freePort();
  const program = `
    import { startEmbeddedDatabase } from ${JSON.stringify(new URL("embedded.ts", import.meta.url).href)};
    const { url, pid } = await startEmbeddedDatabase(${JSON.stringify({ dataDir, settings, port })});
    console.log(JSON.stringify({ url, pid }));
    setInterval(() => {}, 1000);`;
  const application = spawn(process.execPath, ["--input-type=module-typescript", "-e", program], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void application.kill("SIGKILL"));
  const [line] = (await once(application.stdout, "data")) as [Buffer];
  const left = JSON.parse(line.toString()) as { url: string; pid: number };
  await expect(start()).rejects.toThrow(DatabaseBusy);
  await ask(left.url, note);
  application.kill("SIGKILL");
  await once(application, "exit");
  expect(await ask(left.url, "SELECT 1")).toEqual([1]);
  const next = await start();
  expect(next.pid).not.toBe(left.pid);
  expect(await ask(next.url, "SELECT text FROM note")).toEqual(["Rappeler Audrey"]);
});

test("a server's note of its process is not believed when that process is another program by now", async () => {
  const first = await start();
  await ask(first.url, note);
  const pidFile = join(dataDir, "cluster/postmaster.pid");
  const lines = (await readFile(pidFile, "utf8")).split("\n");
  process.kill(first.pid, "SIGKILL");
  await first.stop();
  await writeFile(pidFile, [process.pid, ...lines.slice(1)].join("\n"));
  const next = await start();
  expect(await ask(next.url, "SELECT text FROM note")).toEqual(["Rappeler Audrey"]);
});

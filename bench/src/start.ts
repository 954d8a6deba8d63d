import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startEmbeddedDatabase } from "@crm/db/embedded";
import { deployMigrations } from "@crm/db/migrate";

/**
 * `pnpm bench:start`: how long an API process takes from its start to the first healthy answer, on a database that is there
 * and migrated, and what memory it holds once idle; as JSON, the median of BENCH_ROUNDS (5) starts. Linux only (/proc).
 */
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const targets = { startSeconds: 3, idleMegabytes: 200 };
const main = resolve(import.meta.dirname, "../../apps/api/src/main.ts");

const folder = await mkdtemp(join(tmpdir(), "crm-start-"));
const database = await startEmbeddedDatabase({ dataDir: join(folder, "postgres") });
try {
  await deployMigrations(database.url);
  const figures = [];
  for (let round = 0; round < rounds; round++) figures.push(await oneStart(database.url));
  const result = {
    startSeconds: median(figures.map(({ startSeconds }) => startSeconds)),
    cpuSeconds: median(figures.map(({ cpuSeconds }) => cpuSeconds)),
    idleMegabytes: median(figures.map(({ idleMegabytes }) => idleMegabytes)),
  };
  const ok = result.startSeconds <= targets.startSeconds && result.idleMegabytes <= targets.idleMegabytes;
  console.log(JSON.stringify({ ...result, rounds, targets, ok }, null, 2));
  process.exitCode = ok ? 0 : 1;
} finally {
  await database.stop();
  await rm(folder, { recursive: true, force: true });
}

async function oneStart(url: string) {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: url,
      DATA_DIR: folder,
      PORT: String(port),
      ROLE: "api",
      LOG_LEVEL: "warn",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    const healthy = () =>
      fetch(`http://127.0.0.1:${port}/api/health`).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await healthy())) {
      if (child.exitCode !== null) throw new Error(`the application ended with ${child.exitCode}`);
      await wait(20);
    }
    const startSeconds = (performance.now() - began) / 1000;
    const cpuSeconds = await processorSeconds(child.pid);
    await wait(5000);
    const status = await readFile(`/proc/${child.pid}/status`, "utf8");
    return { startSeconds, cpuSeconds, idleMegabytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024 };
  } finally {
    const ended = new Promise((done) => child.once("exit", done));
    if (child.exitCode === null && child.kill("SIGTERM")) await ended;
  }
}

/** What the start cost, whatever else the machine does. */
async function processorSeconds(pid: number | undefined): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).replace(/^.*\) /, "").split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100; // in hundredths: user, system
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length / 2)] ?? Number.NaN) * 100) / 100;
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

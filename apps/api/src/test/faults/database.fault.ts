import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { idempotencyHeader } from "@crm/contract";
import { expect, test } from "vitest";
import { countsOf } from "../importing.ts";
import { freePort, type Session, signedIn, started, startProcess, temporaryFolder } from "../process.ts";
import { importFile, importWhen, startImport } from "./importing.ts";

/** An application with its embedded database, and somebody signed in. */
async function world() {
  const dataDir = await temporaryFolder();
  const port = await freePort();
  const app = await started(startProcess({ DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: "error" }));
  const pidFile = [join(dataDir, "postgres/cluster"), elsewhere(dataDir)]
    .map((cluster) => join(cluster, "postmaster.pid"))
    .find(existsSync);
  const postmaster = () => Number(readFileSync(pidFile ?? "", "utf8").split("\n")[0]);
  return { app, dataDir, pidFile: pidFile ?? "", postmaster, user: await signedIn(port) };
}

const elsewhere = (dataDir: string) => {
  const note = join(dataDir, "postgres/cluster-elsewhere");
  return existsSync(note) ? readFileSync(note, "utf8").trim() : "";
};

/** The processes that PostgreSQL has for its connections. */
const backendsOf = (postmaster: number) =>
  execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(postmaster)])
    .toString()
    .split("\n")
    .filter((line) => /127\.0\.0\.1/.test(line))
    .map((line) => Number(line.trim().split(" ")[0]));

/** One that has ended meanwhile is no matter. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** People at work, reading and writing without a pause; `end` gives how they were answered, and the longest wait in ms. */
function people({ base, authorization }: Session, many = 8) {
  const answers = new Map<number, number>();
  let [longest, lastRefused, going] = [0, 0, true];
  const work = async (person: number) => {
    for (let i = 0; going; i++) {
      const since = Date.now();
      const writes = i % 4 === 3;
      const answer = await fetch(`${base}/contacts${writes ? "" : "?limit=20"}`, {
        method: writes ? "POST" : "GET",
        headers: {
          authorization,
          "content-type": "application/json",
          ...(writes ? { [idempotencyHeader]: `press-${since}-${person}-${i}-of-one-person` } : {}),
        },
        body: writes ? JSON.stringify({ lastName: "Kervella", email: `p${since}-${person}-${i}@client.test` }) : null,
      });
      await answer.arrayBuffer();
      answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
      longest = Math.max(longest, Date.now() - since);
      if (answer.status === 503) {
        expect(answer.headers.get("retry-after")).toBe("5");
        lastRefused = Date.now();
        await wait(20);
      }
    }
  };
  const works = Array.from({ length: many }, (_, person) => work(person));
  return {
    lastRefused: () => lastRefused,
    async end() {
      going = false;
      await Promise.all(works);
      return { answers: Object.fromEntries(answers), longest, lastRefused };
    },
  };
}

const health = ({ base }: Session) => fetch(`${base}/health`).then(({ status }) => status);

/** The work of people while `harm` is done, until health says 200 again; nobody hears 500. */
async function harmed(user: Session, what: string, harm: () => Promise<unknown>) {
  const working = people(user);
  await wait(1500);
  const since = Date.now();
  await harm();
  await expect.poll(() => health(user), { timeout: 60_000, interval: 100 }).toBe(200);
  await wait(3000); // and from then on all goes well
  const { answers, longest, lastRefused } = await working.end();
  const back = Math.max(0, lastRefused - since) / 1000;
  console.log(`${what}: answers ${JSON.stringify(answers)}, longest ${longest} ms, whole after ${back.toFixed(1)} s`);
  expect(Object.keys(answers).filter((status) => !["200", "201", "503"].includes(status))).toEqual([]);
  expect(Date.now() - lastRefused).toBeGreaterThan(1500);
  return { answers, longest };
}

test("a database that goes away under requests and a job: no 500, nobody waits, it comes back by itself, the job goes on", async () => {
  const { app, user, postmaster } = await world();
  const id = await startImport(user, importFile(20_000));
  const dryRun = await importWhen(user, id, ({ status }) => status === "checked");
  await user.call("POST", `/imports/${id}/run`);

  await harmed(user, "connections killed for nine seconds", async () => {
    for (let i = 0; i < 18; i++) {
      for (const pid of backendsOf(postmaster())) signal(pid, "SIGTERM");
      await wait(500);
    }
  });
  await harmed(user, "one connection crashes", async () => signal(backendsOf(postmaster())[0] ?? 0, "SIGKILL"));
  await harmed(user, "postmaster killed", async () => {
    const before = postmaster();
    process.kill(before, "SIGKILL");
    await expect.poll(() => postmaster(), { timeout: 60_000 }).not.toBe(before);
  });
  const hung = await harmed(user, "stopped for eleven seconds", async () => {
    const all = [postmaster(), ...backendsOf(postmaster())];
    for (const pid of all) signal(pid, "SIGSTOP");
    await wait(6000);
    expect(await health(user)).toBe(503);
    await wait(5000);
    for (const pid of all) signal(pid, "SIGCONT");
  });
  expect(hung.longest).toBeLessThan(6000);
  const halfHung = await harmed(user, "takes no connection for eight seconds", async () => {
    process.kill(postmaster(), "SIGSTOP");
    await wait(8000);
    process.kill(postmaster(), "SIGCONT");
  });
  expect(halfHung.longest).toBeLessThan(6000);

  const done = await importWhen(user, id, ({ status }) => status === "done" || status === "failed");
  expect([done.status, countsOf(done)]).toEqual(["done", countsOf(dryRun)]);
  const lines = app.out.stderr.split("\n").filter((line) => /^\S/.test(line)).length;
  console.log(`lines told meanwhile: ${lines}`);
  expect(lines).toBeLessThan(150);
  expect(await user.call("GET", "/contacts?limit=1")).toBeDefined();
}, 300_000);

test("a database that can't be started again: one clear line, and the process ends with 1", async () => {
  const { app, pidFile, postmaster } = await world();
  renameSync(join(pidFile, "../global"), join(pidFile, "../gone"));
  process.kill(postmaster(), "SIGKILL");
  expect(await app.ended).toBe(1);
  expect(app.out.stderr).toMatch(
    /^La base de données embarquée s'est arrêtée et ne redémarre pas, l'application s'arrête : ./m,
  );
  expect(app.out.stderr).not.toContain("    at ");
}, 120_000);

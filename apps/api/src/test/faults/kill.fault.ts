import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stopAbandoned } from "@crm/db/embedded";
import { describe, expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "../database.ts";
import { freePort, signedIn, started, startProcess, temporaryFolder } from "../process.ts";
import { withClient } from "../server.ts";
import { expectOnce, expectUndone, importFile, importWhen, startImport } from "./importing.ts";

const rows = 20_000;

/** The application with its embedded database, in a folder of its own. */
async function embeddedWorld() {
  const dataDir = await temporaryFolder();
  const port = await freePort();
  const postgres = join(dataDir, "postgres");
  onTestFinished(async () => void (await stopAbandoned(postgres)));
  const start = () => started(startProcess({ DATA_DIR: dataDir, PORT: String(port) }));
  const read = (name: string) => readFileSync(join(postgres, name), "utf8").trim();
  const url = () => `postgresql://crm:${read("password")}@127.0.0.1:${read("port")}/crm`;
  const postmaster = () => Number(readFileSync(join(postgres, "cluster/postmaster.pid"), "utf8").split("\n")[0]);
  return { start, port, url, postmaster, log: () => read("postgres.log"), postgres };
}

describe("kill -9 during an import, then a start:", () => {
  test.each(["checking", "running"] as const)(
    "the whole application, its database left alone, while %s",
    async (phase) => {
      const world = await embeddedWorld();
      const first = await world.start();
      const user = await signedIn(world.port);
      const id = await startImport(user, importFile(rows));
      const upTo = (status: string) => importWhen(user, id, (view) => view.status === status);
      const underWay = () =>
        importWhen(user, id, ({ status, done }) => status === phase && done >= 2000 && done < rows - 2000);
      const kill = async () => {
        await underWay();
        first.kill("SIGKILL");
        expect(await first.ended).toBe("SIGKILL");
        await world.start();
      };
      if (phase === "checking") await kill();
      const dryRun = await upTo("checked");
      expect(dryRun.total).toBe(rows);
      await user.call("POST", `/imports/${id}/run`);
      if (phase === "running") await kill();
      await expectOnce(world.url(), id, dryRun, await upTo("done"));
    },
  );

  test("the whole application while the import is undone: every contact is taken back, once", async () => {
    const world = await embeddedWorld();
    const first = await world.start();
    const user = await signedIn(world.port);
    const id = await startImport(user, importFile(rows));
    await importWhen(user, id, ({ status }) => status === "checked");
    await user.call("POST", `/imports/${id}/run`);
    const { created } = await importWhen(user, id, ({ status }) => status === "done");
    await user.call("POST", `/imports/${id}/undo`);
    await importWhen(user, id, ({ undo }) => undo !== null && undo.restored >= 1000 && undo.restored < created - 2000);
    first.kill("SIGKILL");
    expect(await first.ended).toBe("SIGKILL");
    await world.start();
    await expectUndone(world.url(), id, created, await importWhen(user, id, ({ status }) => status === "undone"));
  });

  test("the application and its database", async () => {
    const world = await embeddedWorld();
    const first = await world.start();
    const user = await signedIn(world.port);
    const id = await startImport(user, importFile(rows));
    const dryRun = await importWhen(user, id, ({ status }) => status === "checked");
    await user.call("POST", `/imports/${id}/run`);
    await importWhen(user, id, ({ done }) => done >= 2000 && done < rows - 2000);
    const postmaster = world.postmaster();
    first.kill("SIGKILL");
    process.kill(postmaster, "SIGKILL");
    await first.ended;
    expect(existsSync(join(world.postgres, "cluster/postmaster.pid"))).toBe(true);
    await world.start();
    expect(world.log()).toContain("automatic recovery in progress");
    expect(world.postmaster()).not.toBe(postmaster);
    await expectOnce(world.url(), id, dryRun, await importWhen(user, id, ({ status }) => status === "done"));
  });

  test("one of two workers, beside an API: the other takes over, nobody restarts anything", async () => {
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    const port = await freePort();
    const env = { DATABASE_URL: url, DATA_DIR: await temporaryFolder(), PORT: String(port), DEMO: "1" };
    await started(startProcess({ ...env, ROLE: "api" }));
    const worker = await started(startProcess({ ...env, ROLE: "worker" }));
    const user = await signedIn(port);
    const id = await startImport(user, importFile(rows));
    const dryRun = await importWhen(user, id, ({ status }) => status === "checked");
    await user.call("POST", `/imports/${id}/run`);
    await importWhen(user, id, ({ done }) => done >= 2000 && done < rows - 2000);
    worker.kill("SIGKILL");
    await worker.ended;
    const { done } = await importWhen(user, id, () => true);
    expect(done).toBeLessThan(rows);
    await started(startProcess({ ...env, ROLE: "worker" }));
    await expectOnce(url, id, dryRun, await importWhen(user, id, ({ status }) => status === "done"));
    await withClient(url, async (client) => {
      // Those that come round (reminders, sweeps) always wait for their next turn.
      const { rows } = await client.query(
        "SELECT count(*)::int AS open FROM pgboss.job WHERE name ~ '^import[.](check|run)' AND state < 'completed'",
      );
      expect(rows).toEqual([{ open: 0 }]);
    });
  });
});

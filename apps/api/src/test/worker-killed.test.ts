import { expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "./database.ts";
import { expectOnce, importFile, importWhen, startImport } from "./faults/importing.ts";
import { type AppProcess, freePort, signedIn, started, startProcess, temporaryFolder } from "./process.ts";
import { withClient } from "./server.ts";

/** The short form of the faults suite (`pnpm test:faults`), where nothing is waited for that a clock can be told. */
test("a worker killed during an import: another takes it up and ends it, nothing is lost or done twice", async () => {
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const port = await freePort();
  const env = { DATABASE_URL: url, DATA_DIR: await temporaryFolder(), PORT: String(port), DEMO: "1" };
  const [, worker] = await Promise.all(
    ["api", "worker"].map((ROLE) => started(startProcess({ ...env, ROLE }))) as [
      Promise<AppProcess>,
      Promise<AppProcess>,
    ],
  );
  const user = await signedIn(port);
  const id = await startImport(user, importFile(6000));
  const dryRun = await importWhen(user, id, ({ status }) => status === "checked");
  await user.call("POST", `/imports/${id}/run`);
  await importWhen(user, id, ({ done }) => done >= 1000);
  worker.kill("SIGKILL");
  await worker.ended;
  expect(await importWhen(user, id, () => true)).toMatchObject({ status: "running" });
  // Its silence, which is long in truth, has lasted long enough.
  await withClient(url, async (client) => {
    await client.query("UPDATE pgboss.job SET heartbeat_on = heartbeat_on - interval '1 hour' WHERE state = 'active'");
    await client.query("UPDATE pgboss.queue SET monitor_on = NULL, monitor_claim_on = NULL");
  });
  await started(startProcess({ ...env, ROLE: "worker" }));
  await expectOnce(url, id, dryRun, await importWhen(user, id, ({ status }) => status === "done"));
}, 300_000); // seconds, but many when the machine is busy

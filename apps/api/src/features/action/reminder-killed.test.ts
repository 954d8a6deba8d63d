import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "../../test/database.ts";
import { freePort, started, startProcess, temporaryFolder } from "../../test/process.ts";
import { withClient } from "../../test/server.ts";

const many = 12;

test("a worker killed while it reminds: another goes on; everybody is told, nobody twice", async () => {
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const folder = await temporaryFolder();
  const env = { DATABASE_URL: url, DATA_DIR: folder, PORT: String(await freePort()), DEMO: "1" };
  const mails = async (): Promise<string[]> => {
    const names = await readdir(join(folder, "outbox")).catch(() => []);
    const whole = names.filter((name) => name.endsWith(".eml"));
    return Promise.all(whole.map((name) => readFile(join(folder, "outbox", name), "utf8")));
  };
  const ask = <T>(sql: string) => withClient(url, async (client) => (await client.query(sql)).rows as T[]);

  await started(startProcess({ ...env, ROLE: "api" })); // fills the database
  const [owner] = await ask<{ id: string }>("SELECT id FROM users WHERE email = 'commercial@demo.fr'");
  await ask("UPDATE actions SET reminded_at = now() WHERE reminded_at IS NULL");
  await ask(`
    UPDATE actions a SET owner_id = '${owner?.id}', due_at = now() - interval '1 minute', all_day = FALSE, done_at = NULL,
      reminded_at = NULL, mailed_at = NULL, text = 'reminder-' || n.place || '-end'
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM actions LIMIT ${many}) n WHERE n.id = a.id`);

  const worker = await started(startProcess({ ...env, ROLE: "worker" }));
  await expect.poll(async () => (await mails()).length, { timeout: 60_000, interval: 20 }).toBeGreaterThanOrEqual(3);
  worker.kill("SIGKILL");
  await worker.ended;
  expect((await mails()).length).toBeLessThan(many);
  // Its silence, which is long in truth, has lasted long enough.
  await ask("UPDATE pgboss.job SET heartbeat_on = heartbeat_on - interval '1 hour' WHERE state = 'active'");
  await ask("UPDATE pgboss.queue SET monitor_on = NULL, monitor_claim_on = NULL");
  await started(startProcess({ ...env, ROLE: "worker" }));
  const waiting =
    "SELECT id FROM pgboss.job WHERE name = 'action.reminder-mail' AND state IN ('created', 'active', 'retry')";
  await expect.poll(async () => (await ask(waiting)).length, { timeout: 120_000, interval: 200 }).toBe(0);

  const told = await ask<{ action: string }>(
    "SELECT data->>'actionId' AS action FROM notifications WHERE kind = 'action.due'",
  );
  expect([told.length, new Set(told.map(({ action }) => action)).size]).toEqual([many, many]);
  expect(await ask("SELECT id FROM actions WHERE text LIKE 'reminder-%' AND mailed_at IS NULL")).toEqual([]);
  const texts = (await mails()).map((mail) => /reminder-\d+-end/.exec(mail)?.[0]);
  expect(new Set(texts).size).toBe(texts.length);
  // The one that was under way may be lost: it is claimed before it is sent, so that it can't be sent twice.
  expect(texts.length).toBeGreaterThanOrEqual(many - 1);
}, 300_000);

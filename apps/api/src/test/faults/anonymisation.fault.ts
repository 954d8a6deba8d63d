import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { FileView } from "@crm/contract";
import { expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "../database.ts";
import { freePort, signedIn, started, startProcess, temporaryFolder } from "../process.ts";
import { withClient } from "../server.ts";

const [people, kills, others] = [12, 10, 3000];

test("kill -9 at any moment of an anonymisation: each certificate is whole, each file as long as its row says", async () => {
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const [port, dataDir] = [await freePort(), await temporaryFolder()];
  const env = { DATABASE_URL: url, DATA_DIR: dataDir, PORT: String(port), DEMO: "1" };
  await started(startProcess({ ...env, ROLE: "api" }));
  const user = await signedIn(port);
  const rows = (n: number) => Array.from({ length: n }, (_, i) => `Autre ${i};autre${i}@client.test`);
  let survived = 0;
  for (let kill = 0; kill < kills; kill++) {
    const mine = Array.from({ length: people }, (_, i) => `zorn${kill}-${i}@quevilly.test`);
    const content = ["NOM;EMAIL", ...rows(others), ...mine.map((email) => `Zorn;${email}`)].join("\n");
    await user.call<FileView>("POST", "/files?name=clients.csv&purpose=import", content);
    await withClient(url, async (client) => {
      await client.query(
        `INSERT INTO contacts (id, email, last_name, organisation_id, created_at, updated_at, anonymise_at)
         SELECT gen_random_uuid(), email, 'Zorn', u.organisation_id, now(), now(), now()
         FROM unnest($1::text[]) email, (SELECT organisation_id FROM users LIMIT 1) u`,
        [mine],
      );
      await client.query(
        `INSERT INTO notifications (id, user_id, kind, data)
         SELECT gen_random_uuid(), u.id, 'import.failed', jsonb_build_object('quoted', email)
         FROM unnest($1::text[]) email, (SELECT id FROM users LIMIT 1) u`,
        [mine],
      );
      await client.query(
        "UPDATE pgboss.job SET start_after = now() WHERE name = 'anonymisation.sweep' AND state = 'created'",
      );
    });
    const done = () =>
      withClient(url, async (client) => {
        const { rows } = await client.query("SELECT count(*)::int AS n FROM anonymisation_certificates");
        return (rows[0] as { n: number }).n;
      });
    const before = await done();
    const worker = await started(startProcess({ ...env, ROLE: "worker" }));
    await new Promise((later) => setTimeout(later, 200 + kill * 250));
    worker.kill("SIGKILL");
    await worker.ended;
    if ((await done()) < before + people) survived++;
    // Its silence has lasted long enough, and the next turn has come.
    await withClient(url, async (client) => {
      await client.query(
        "UPDATE pgboss.job SET heartbeat_on = heartbeat_on - interval '1 hour' WHERE state = 'active'",
      );
      await client.query("UPDATE pgboss.queue SET monitor_on = NULL, monitor_claim_on = NULL");
      await client.query(
        "UPDATE pgboss.job SET start_after = now() WHERE name = 'anonymisation.sweep' AND state = 'created'",
      );
    });
    const heir = await started(startProcess({ ...env, ROLE: "worker" }));
    for (const deadline = Date.now() + 90_000; (await done()) < before + people; ) {
      if (Date.now() > deadline) throw new Error("the anonymisation was not taken up");
      await new Promise((later) => setTimeout(later, 100));
    }
    heir.kill("SIGTERM");
    await heir.ended;
  }
  await withClient(url, async (client) => {
    const { rows: certificates } = await client.query<{ erased: object }>(
      "SELECT erased FROM anonymisation_certificates",
    );
    expect(certificates).toHaveLength(kills * people);
    const whole = certificates.filter(
      ({ erased }) => "importRows" in erased && "files" in erased && "mentions" in erased,
    );
    const { rows: files } = await client.query<{ key: string; size: number }>("SELECT key, size FROM files");
    const broken = files.filter(({ key, size }) => statSync(join(dataDir, "files", key)).size !== size);
    console.log(
      `${kills} kills, ${survived} before the last certificate; ${whole.length} of ${certificates.length} certificates whole; ` +
        `${broken.length} of ${files.length} files broken; ${readdirSync(join(dataDir, "files")).length} stored`,
    );
    expect([whole.length, broken.length]).toEqual([kills * people, 0]);
  });
}, 900_000);

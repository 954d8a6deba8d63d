import { existsSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import type { FileView } from "@crm/contract";
import { describe, expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "../database.ts";
import { freePort, type Session, signedIn, started, startProcess, temporaryFolder } from "../process.ts";
import { expectOnce, importFile, importWhen, startImport } from "./importing.ts";

/** An upload whose second half is sent when the test says so. */
function slowUpload({ base, authorization }: Session) {
  const headers = { authorization, "content-type": "application/octet-stream", "content-length": 10 };
  const sent = request(`${base}/files?name=a.csv&purpose=import`, { method: "POST", headers, agent: new Agent() });
  const answer = new Promise<{ status: number; body: string }>((done, fail) => {
    sent.once("error", fail);
    sent.once("response", (response) => {
      void text(response).then((body) => done({ status: response.statusCode ?? 0, body }), fail);
    });
  });
  sent.write("EMAIL");
  return { answer, finish: () => sent.end(";NOM\n") };
}

describe("SIGTERM", () => {
  test("during a request: it is answered, health says 503 meanwhile, the database is stopped in order", async () => {
    const dataDir = await temporaryFolder();
    const port = await freePort();
    const start = () => started(startProcess({ DATA_DIR: dataDir, PORT: String(port) }));
    const app = await start();
    const user = await signedIn(port);
    const health = () => fetch(`${user.base}/health`).then(({ status }) => status);
    expect(await health()).toBe(200);
    const upload = slowUpload(user);
    const stream = await fetch(`${user.base}/events`, { headers: { authorization: user.authorization } });
    expect(stream.status).toBe(200);
    await wait(300); // the upload has reached its handler
    app.kill("SIGTERM");
    await expect.poll(health).toBe(503);
    await stream.text(); // ends
    upload.finish();
    const { status, body } = await upload.answer;
    expect([status, (JSON.parse(body) as FileView).size]).toEqual([201, 10]);
    expect(await app.ended).toBe(0);
    expect(app.out.stderr).toBe("");

    const postgres = join(dataDir, "postgres");
    const log = readFileSync(join(postgres, "postgres.log"), "utf8");
    expect(log).toMatch(/database system is shut down\s*$/);
    expect(existsSync(join(postgres, "cluster/postmaster.pid"))).toBe(false);
    const again = await start();
    const since = readFileSync(join(postgres, "postgres.log"), "utf8").slice(log.length);
    expect(since).toContain("ready to accept connections");
    expect(since).not.toContain("recovery");
    again.kill("SIGINT");
    expect(await again.ended).toBe(0);
  });

  test("during an import: the job is handed back at a chunk and goes on at the next start", async () => {
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    const port = await freePort();
    const env = { DATABASE_URL: url, DATA_DIR: await temporaryFolder(), PORT: String(port), DEMO: "1" };
    await started(startProcess({ ...env, ROLE: "api" }));
    const worker = await started(startProcess({ ...env, ROLE: "worker" }));
    const user = await signedIn(port);
    const id = await startImport(user, importFile(20_000));
    const dryRun = await importWhen(user, id, ({ status }) => status === "checked");
    await user.call("POST", `/imports/${id}/run`);
    await importWhen(user, id, ({ done }) => done >= 2000);
    worker.kill("SIGTERM");
    expect(await worker.ended).toBe(0);
    expect(worker.out.stderr).toBe("");
    const stopped = await importWhen(user, id, () => true);
    expect(stopped.status).toBe("running");
    expect(stopped.done % 1000).toBe(0);
    await wait(500);
    expect((await importWhen(user, id, () => true)).done).toBe(stopped.done);
    await started(startProcess({ ...env, ROLE: "worker" }));
    await expectOnce(url, id, dryRun, await importWhen(user, id, ({ status }) => status === "done"));
  });

  test("during the start: it ends in order too", async () => {
    const dataDir = await temporaryFolder();
    const app = startProcess({ DATA_DIR: dataDir, PORT: String(await freePort()) });
    await expect.poll(() => existsSync(join(dataDir, "postgres/port")), { timeout: 30_000 }).toBe(true);
    app.kill("SIGTERM");
    expect(await app.ended).toBe(0);
    expect(existsSync(join(dataDir, "postgres/cluster/postmaster.pid"))).toBe(false);
  });
});

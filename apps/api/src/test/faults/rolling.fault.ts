import { Agent, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { aBalancer } from "../balancer.ts";
import { freshDatabase } from "../database.ts";
import { type AppProcess, freePort, signedIn, started, startProcess, temporaryFolder } from "../process.ts";

const requests = 50_000;

test("two processes behind a balancer are restarted in turn: no request of 50,000 fails, streams end", async () => {
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const ports = [await freePort(), await freePort()];
  const shared = { DATABASE_URL: url, DATA_DIR: await temporaryFolder(), DEMO: "1", DRAIN_SECONDS: "2" };
  const start = (port = 0) => started(startProcess({ ...shared, PORT: String(port), LOG_LEVEL: "error" }));
  const running: AppProcess[] = [await start(ports[0]), await start(ports[1])];
  const balancer = await aBalancer(ports);
  await expect.poll(() => balancer.healthy().length, { timeout: 20_000 }).toBe(2);
  const { authorization } = await signedIn(balancer.port);

  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const answers = new Map<number, number>();
  let [left, restarts] = [requests, 0];
  const call = (path: string) =>
    new Promise<number>((done) => {
      const sent = request(
        { host: "127.0.0.1", port: balancer.port, path, headers: { authorization }, agent },
        (answer) => {
          answer.resume().once("end", () => done(answer.statusCode ?? 0));
        },
      );
      sent.once("error", () => done(-1));
      sent.end();
    });
  const person = async () => {
    while (left-- > 0) {
      const status = await call(left % 10 === 0 ? "/api/contacts?limit=5" : "/api/session");
      answers.set(status, (answers.get(status) ?? 0) + 1);
    }
  };
  const people = Array.from({ length: 16 }, person);
  const restarting = (async () => {
    for (let turn = 0; left > 0; turn = 1 - turn) {
      const before = running[turn];
      before?.kill("SIGTERM");
      expect(await before?.ended).toBe(0);
      running[turn] = await start(ports[turn]);
      restarts++;
      await expect.poll(() => balancer.healthy().length, { timeout: 20_000 }).toBe(2);
      await wait(500);
    }
  })();
  await Promise.all([...people, restarting]);
  agent.destroy();
  console.log(`rolling: answers ${JSON.stringify(Object.fromEntries(answers))}, ${restarts} restarts`);
  expect(Object.fromEntries(answers)).toEqual({ 200: requests });
  expect(restarts).toBeGreaterThan(1);
}, 600_000);

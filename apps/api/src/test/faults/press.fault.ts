import { connect, createServer, type Socket } from "node:net";
import { idempotencyHeader } from "@crm/contract";
import { expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "../database.ts";
import { type AppProcess, freePort, signedIn, started, startProcess, temporaryFolder } from "../process.ts";
import { withClient } from "../server.ts";

type Moment = "before the commit" | "after the commit";

/**
 * Stands between the application and its database, and reads along: when a transaction that keeps an answer is about to be
 * committed, or has just been, `armed` is called and nothing goes through any more.
 */
async function betweenDatabase(url: string) {
  const { hostname, port } = new URL(url);
  let armed: { at: Moment; call: () => void } | null = null;
  const sockets = new Set<Socket>();
  const proxy = createServer((app) => {
    const database = connect(Number(port), hostname);
    let keeps = false;
    const stops = (moment: Moment) => {
      if (armed?.at !== moment || !keeps) return false;
      for (const socket of [app, database]) socket.pause();
      armed.call();
      return true;
    };
    app.on("data", (data) => {
      if (data.includes("INSERT INTO idempotency_keys")) keeps = true;
      if (data.includes("COMMIT\0") && stops("before the commit")) return;
      database.write(data);
    });
    database.on("data", (data) => {
      if (data.includes("COMMIT\0") && stops("after the commit")) return;
      app.write(data);
    });
    for (const [one, other] of [
      [app, database],
      [database, app],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy()).on("close", () => other.destroy());
    }
  });
  await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  const through = new URL(url);
  [through.hostname, through.port] = ["127.0.0.1", String((proxy.address() as { port: number }).port)];
  return { url: through.href, at: (at: Moment, call: () => void) => (armed = { at, call }) };
}

test.each<[Moment, string | null, number]>([
  ["after the commit", "true", 1],
  ["before the commit", null, 0],
])("killed %s of a command and before its answer: pressed again, it is done once", async (moment, replayed, kept) => {
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const port = await freePort();
  const env = { DATA_DIR: await temporaryFolder(), PORT: String(port), DEMO: "1" };
  const between = await betweenDatabase(url);
  const app: AppProcess = await started(startProcess({ ...env, DATABASE_URL: between.url }));
  const user = await signedIn(port);
  const body = JSON.stringify({ email: "once@client.test", lastName: "Kervella" });
  const headers = {
    authorization: user.authorization,
    "content-type": "application/json",
    [idempotencyHeader]: "press-of-one-person",
  };
  const press = () => fetch(`${user.base}/contacts`, { method: "POST", headers, body });
  const contacts = () =>
    withClient(url, async (client) => {
      const { rows } = await client.query<{ id: string }>("SELECT id FROM contacts WHERE email = 'once@client.test'");
      return rows.map(({ id }) => id);
    });

  between.at(moment, () => app.kill("SIGKILL"));
  await expect(press()).rejects.toThrow();
  expect(await app.ended).toBe("SIGKILL");
  const done = await contacts();
  expect(done.length).toBe(kept);

  await started(startProcess({ ...env, DATABASE_URL: url }));
  const answers = [await press(), await press()];
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect(answers.map((answer) => answer.headers.get("idempotency-replayed"))).toEqual([replayed, "true"]);
  const [first, second] = (await Promise.all(answers.map((answer) => answer.json()))) as { id: string }[];
  expect(second).toEqual(first);
  expect(await contacts()).toEqual([first?.id]);
});

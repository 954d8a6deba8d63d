import { openDatabase } from "@crm/db";
import { expect, onTestFinished, test, vi } from "vitest";
import { freshDatabase } from "../test/database.ts";
import { pgJobQueue } from "./job-queue.pg.ts";

const calm = new AbortController().signal;

async function aQueue() {
  const database = await freshDatabase();
  const db = openDatabase(database.url);
  const queue = await pgJobQueue(database.url, () => {});
  onTestFinished(async () => {
    await queue.stop(1);
    await db.$disconnect();
    await database.drop();
  });
  return { db, queue };
}

test("a job that fails is tried again; after the last try it is given up, once", async () => {
  const { db, queue } = await aQueue();
  const kind = { name: "fails", attempts: 2 };
  const [tries, givenUp]: [unknown[], unknown[]] = [[], []];
  await queue.add(db, kind, { id: 1 });
  const run = async (_name: string, payload: unknown) => {
    tries.push(payload);
    throw new Error("no");
  };
  await queue.work([kind], run, async (name, payload) => void givenUp.push([name, payload]), calm);
  await vi.waitFor(() => expect(givenUp).toEqual([["fails", { id: 1 }]]), { timeout: 15_000 });
  expect(tries).toEqual([{ id: 1 }, { id: 1 }]);
}, 30_000);

test("a run that a clock put far away comes within its period; tries are those of its kind", async () => {
  const { db, queue } = await aQueue();
  const kind = { name: "comes-round", attempts: 54, retry: { firstSeconds: 30, mostSeconds: 1800 }, everySeconds: 1 };
  const once = { name: "once", attempts: 2 };
  await queue.add(db, kind, { id: 1 }, { key: "next", afterSeconds: 365 * 86_400 });
  await queue.add(db, once, { id: 2 }, { afterSeconds: 365 * 86_400 });
  expect(
    await db.$queryRaw`SELECT name, retry_limit, retry_delay, retry_delay_max FROM pgboss.job ORDER BY name`,
  ).toEqual([
    { name: "comes-round", retry_limit: 53, retry_delay: 30, retry_delay_max: 1800 },
    { name: "once", retry_limit: 1, retry_delay: 1, retry_delay_max: null },
  ]);
  const done: unknown[] = [];
  const run = async (_name: string, payload: unknown) => void done.push(payload);
  await queue.work([kind, once], run, async () => {}, calm);
  await vi.waitFor(() => expect(done).toEqual([{ id: 1 }]), { timeout: 15_000 });
}, 30_000);

test("a job added in a transaction that is undone was never there", async () => {
  const { db, queue } = await aQueue();
  const kind = { name: "works", attempts: 1 };
  const undone = db.$transaction(async (transaction) => {
    await queue.add(transaction, kind, { id: 1 });
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  await queue.add(db, kind, { id: 2 });
  const done: unknown[] = [];
  await queue.work(
    [kind],
    async (_name, payload) => void done.push(payload),
    async () => {},
    calm,
  );
  await vi.waitFor(() => expect(done).toEqual([{ id: 2 }]), { timeout: 10_000 });
}, 30_000);

test("a worker of many kinds starts on a database that keeps its first pollers waiting longer than a connection is waited for", async () => {
  const { db, queue } = await aQueue();
  const kinds = Array.from({ length: 8 }, (_, i) => ({ name: `kind-${i}`, attempts: 1 }));
  await queue.add(db, { name: "kind-0", attempts: 1 }, {});
  const working = await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`LOCK TABLE pgboss.job IN ACCESS EXCLUSIVE MODE`;
      const started = queue.work(
        kinds,
        async () => {},
        async () => {},
        calm,
      );
      started.catch(() => {});
      await tx.$executeRaw`SELECT pg_sleep(12)`;
      return { started };
    },
    { timeout: 30_000 },
  );
  await expect(working.started).resolves.toBeUndefined();
}, 60_000);

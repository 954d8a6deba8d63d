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

import { openDatabase } from "@crm/db";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { JobQueue } from "../ports/job-queue.ts";
import { freshDatabase } from "../test/database.ts";
import { pgJobQueue } from "./job-queue.pg.ts";
import { memoryJobQueue } from "./memory/job-queue.memory.ts";

async function database() {
  const { url, drop } = await freshDatabase();
  const db = openDatabase(url);
  onTestFinished(async () => {
    await db.$disconnect();
    await drop();
  });
  return { url, db };
}
const queues = {
  async PostgreSQL() {
    const { url, db } = await database();
    const queue = await pgJobQueue(url, () => {});
    onTestFinished(() => queue.stop(1));
    return { db, queue: queue as JobQueue, runAll: async () => {} };
  },
  async "the double"() {
    const { db } = await database();
    const queue = memoryJobQueue();
    return { db, queue: queue as JobQueue, runAll: () => queue.runAll() };
  },
};

describe.each(Object.entries(queues))("the job queue « %s »", (_name, open) => {
  test("hands each job over once: not a second of a key that still waits, nor one whose moment has not come", async () => {
    const { db, queue, runAll } = await open();
    const [kind, other] = [
      { name: "works", attempts: 1 },
      { name: "other", attempts: 1 },
    ];
    await queue.add(db, kind, { id: 1 });
    await queue.add(db, kind, { id: 2 }, { key: "one" });
    await queue.add(db, kind, { id: 3 }, { key: "one" });
    await queue.add(db, other, { id: 4 }, { key: "one" });
    await queue.add(db, kind, { id: 5 }, { key: "later", afterSeconds: 3600 });
    const done: unknown[] = [];
    await queue.work(
      [kind, other],
      async (name, payload) => void done.push([name, payload]),
      async () => {},
      new AbortController().signal,
    );
    await runAll();
    const sorted = () => done.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
    await vi.waitFor(
      () =>
        expect(sorted()).toEqual([
          ["other", { id: 4 }],
          ["works", { id: 1 }],
          ["works", { id: 2 }],
        ]),
      { timeout: 15_000 },
    );
    // The key waits no more.
    await queue.add(db, kind, { id: 6 }, { key: "one" });
    await runAll();
    await vi.waitFor(() => expect(done).toContainEqual(["works", { id: 6 }]), { timeout: 15_000 });
    expect(done).toHaveLength(4);
  }, 60_000);
});

import { fromPrisma, PgBoss } from "pg-boss";
import type { JobKind, JobQueue } from "../ports/job-queue.ts";

/** A worker that is not heard from for so long is taken for dead, and its job given to another. */
const heartbeatSeconds = 20;

/** pg-boss on the application's own PostgreSQL. `migrate`: create or update the queue's schema at start. */
export async function pgJobQueue(url: string, onError: (error: unknown) => void): Promise<JobQueue> {
  const boss = new PgBoss({
    connectionString: url,
    max: 4,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    schedule: false,
  });
  boss.on("error", onError);
  await boss.start();
  const queues = new Set<string>();

  async function ensureQueue(name: string, attempts: number): Promise<void> {
    if (queues.has(name)) return;
    const options = { retryLimit: attempts - 1, retryDelay: 1, retryBackoff: true, expireInSeconds: 6 * 3600 };
    await boss.createQueue(name, { ...options, heartbeatSeconds, policy: "short" });
    queues.add(name);
  }

  return {
    async add(db, name, payload, { key, runAt } = {}) {
      await ensureQueue(name, 5);
      await boss.send(name, payload, { db: fromPrisma(db), singletonKey: key ?? crypto.randomUUID(), startAfter: runAt });
    },
    async work(kinds: JobKind[], run) {
      for (const { name, attempts } of kinds) {
        await ensureQueue(name, attempts);
        await boss.work(name, { pollingIntervalSeconds: 0.5, heartbeatRefreshSeconds: 5 }, async ([job]) => {
          if (job) await run(name, job.data, job.signal);
        });
      }
    },
    stop: (seconds) => boss.stop({ graceful: true, timeout: seconds * 1000 }),
  };
}

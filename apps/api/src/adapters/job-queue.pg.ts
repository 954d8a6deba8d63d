import { fromPrisma, PgBoss } from "pg-boss";
import type { JobKind, JobQueue } from "../ports/job-queue.ts";

/** A worker that is not heard from for so long is taken for dead, and its job given to another. */
const heartbeatSeconds = 20;

/** Where the queue puts a job whose last try failed. */
const deadLetterOf = (name: string) => `${name}.given-up`;

/**
 * pg-boss on the application's own PostgreSQL. `alone`: no other process works on it, so that a job found under way was a
 * killed one's and is taken up again at once, not when its worker has been silent for long.
 */
export async function pgJobQueue(
  url: string,
  onError: (error: unknown) => void,
  { alone = false } = {},
): Promise<JobQueue> {
  const boss = new PgBoss({
    connectionString: url,
    max: 4,
    // Two pollers for each kind of job share the four: on a slow machine the last one waits long for its first turn.
    connectionTimeoutMillis: 120_000,
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
    const deadLetter = deadLetterOf(name);
    await boss.createQueue(deadLetter, { retryLimit: 5, retryBackoff: true, heartbeatSeconds });
    await boss.createQueue(name, { ...options, heartbeatSeconds, policy: "short", deadLetter });
    queues.add(name);
  }

  async function handBack(name: string): Promise<void> {
    const sql = "SELECT id FROM pgboss.job WHERE name = $1 AND state = 'active'";
    const { rows } = (await boss.getDb().executeSql(sql, [name])) as { rows: { id: string }[] };
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await boss.fail(name, ids, { message: "its process was killed" });
  }

  return {
    async add(db, { name, attempts }, payload, { key, runAt } = {}) {
      await ensureQueue(name, attempts);
      await boss.send(name, payload, {
        db: fromPrisma(db),
        singletonKey: key ?? crypto.randomUUID(),
        startAfter: runAt,
      });
    },
    async work(kinds: JobKind[], run, giveUp, draining) {
      const works: string[] = [];
      const take = async (
        name: string,
        seconds: number,
        act: (data: unknown, signal: AbortSignal) => Promise<void>,
      ) => {
        works.push(name);
        const options = { pollingIntervalSeconds: seconds, heartbeatRefreshSeconds: 5 };
        await boss.work(name, options, async ([job]) => {
          if (!job) return;
          const signal = AbortSignal.any([job.signal, draining]);
          await act(job.data, signal).catch((error: unknown) => {
            if (!signal.aborted) onError(error); // pg-boss keeps it in its table, where nobody looks
            throw error;
          });
        });
      };
      for (const { name, attempts } of kinds) {
        await ensureQueue(name, attempts);
        if (alone) for (const queue of [name, deadLetterOf(name)]) await handBack(queue);
      }
      // Only then: what polls takes the connections that the queues are made on.
      for (const { name } of kinds) {
        await take(name, 0.5, (data, signal) => run(name, data, signal));
        await take(deadLetterOf(name), 2, (data) => giveUp(name, data));
      }
      const rest = () => {
        void Promise.all(works.map((name) => boss.offWork(name, { wait: false }))).catch(onError);
      };
      draining.addEventListener("abort", rest, { once: true });
    },
    stop: (seconds) => boss.stop({ graceful: true, timeout: seconds * 1000 }),
  };
}

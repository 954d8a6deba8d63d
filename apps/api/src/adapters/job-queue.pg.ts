import { fromPrisma, PgBoss } from "pg-boss";
import type { JobKind, JobQueue } from "../ports/job-queue.ts";

/** A worker that is not heard from for so long is taken for dead, and its job given to another. */
const heartbeatSeconds = 20;

/** Jobs that come round are looked at so often: none may wait longer than its period. */
const replanMs = 60_000;

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

  async function ensureQueue(name: string): Promise<void> {
    if (queues.has(name)) return;
    const deadLetter = deadLetterOf(name);
    await boss.createQueue(deadLetter, { retryLimit: 5, retryBackoff: true, heartbeatSeconds });
    await boss.createQueue(name, { expireInSeconds: 6 * 3600, heartbeatSeconds, policy: "short", deadLetter });
    queues.add(name);
  }

  async function handBack(name: string): Promise<void> {
    const sql = "SELECT id FROM pgboss.job WHERE name = $1 AND state = 'active'";
    const { rows } = (await boss.getDb().executeSql(sql, [name])) as { rows: { id: string }[] };
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await boss.fail(name, ids, { message: "its process was killed" });
  }

  /** A clock that was ahead, this machine's or the database's, put the next run where it would be waited for in vain. */
  async function replan(kinds: JobKind[]): Promise<void> {
    const periodic = kinds.filter(({ everySeconds }) => everySeconds !== undefined);
    const sql = `
      UPDATE pgboss.job j SET start_after = now() + k.seconds * interval '1 second'
      FROM unnest($1::text[], $2::int[]) AS k (name, seconds)
      WHERE j.name = k.name AND j.state IN ('created', 'retry') AND j.start_after > now() + k.seconds * interval '1 second'`;
    await boss
      .getDb()
      .executeSql(sql, [periodic.map(({ name }) => name), periodic.map(({ everySeconds }) => everySeconds)]);
  }
  let replanning: NodeJS.Timeout | undefined;

  return {
    async add(db, { name, attempts, retry }, payload, { key, afterSeconds } = {}) {
      await ensureQueue(name);
      await boss.send(name, payload, {
        db: fromPrisma(db),
        singletonKey: key ?? crypto.randomUUID(),
        startAfter: afterSeconds,
        retryLimit: attempts - 1,
        retryBackoff: true,
        retryDelay: retry?.firstSeconds ?? 1,
        ...(retry ? { retryDelayMax: retry.mostSeconds } : {}),
      });
    },
    async work(kinds: JobKind[], run, giveUp, draining) {
      const works: string[] = [];
      const take = async (
        name: string,
        { seconds, atOnce = 1 }: { seconds: number; atOnce?: number | undefined },
        act: (data: unknown, signal: AbortSignal) => Promise<void>,
      ) => {
        works.push(name);
        const options = { pollingIntervalSeconds: seconds, heartbeatRefreshSeconds: 5, localConcurrency: atOnce };
        await boss.work(name, options, async ([job]) => {
          if (!job) return;
          const signal = AbortSignal.any([job.signal, draining]);
          await act(job.data, signal).catch((error: unknown) => {
            if (!signal.aborted) onError(error); // pg-boss keeps it in its table, where nobody looks
            throw error;
          });
        });
      };
      for (const { name } of kinds) {
        await ensureQueue(name);
        if (alone) for (const queue of [name, deadLetterOf(name)]) await handBack(queue);
      }
      // Only then: what polls takes the connections that the queues are made on.
      await replan(kinds);
      for (const { name, atOnce } of kinds) {
        await take(name, { seconds: 0.5, atOnce }, (data, signal) => run(name, data, signal));
        await take(deadLetterOf(name), { seconds: 2 }, (data) => giveUp(name, data));
      }
      replanning = setInterval(() => void replan(kinds).catch(onError), replanMs);
      const rest = () => {
        void Promise.all(works.map((name) => boss.offWork(name, { wait: false }))).catch(onError);
      };
      draining.addEventListener("abort", rest, { once: true });
    },
    stop(seconds) {
      clearInterval(replanning);
      return boss.stop({ graceful: true, timeout: seconds * 1000 });
    },
  };
}

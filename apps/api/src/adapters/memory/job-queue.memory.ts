import type { JobKind, JobQueue } from "../../ports/job-queue.ts";

type Work = JobQueue["work"];

interface Waiting {
  name: string;
  payload: object;
  key: string | undefined;
  kind: JobKind;
  /** When its turn comes, in ms. */
  at: number;
  /** It was asked for at a later moment. */
  later: boolean;
  /** Those that failed. */
  tries: number;
}

/**
 * Keeps jobs until the test runs them: `runAll` works off everything that waits, as a worker would, but for what is to run
 * at a later moment: jobs that ask for themselves again would never end. `runUntil` has the time go on, as a day of a worker:
 * all run at their moment, those that fail again after their pause, and are given up after their last try.
 */
export function memoryJobQueue(now: () => Date = () => new Date()): JobQueue & {
  waiting: Waiting[];
  runAll(): Promise<void>;
  runUntil(moment: Date, setClock: (now: Date) => void): Promise<void>;
} {
  const waiting: Waiting[] = [];
  let run: Parameters<Work>[1] = async () => {
    throw new Error("no worker was started");
  };
  let giveUp: Parameters<Work>[2] = async () => {};
  const tried = ({ name, payload }: Waiting) => run(name, payload, new AbortController().signal);

  /** As the real one does every minute. */
  function replan(): void {
    for (const job of waiting) {
      const { everySeconds } = job.kind;
      if (everySeconds !== undefined) job.at = Math.min(job.at, now().getTime() + everySeconds * 1000);
    }
  }

  return {
    waiting,
    async add(_db, kind, payload, { key, afterSeconds } = {}) {
      const { name } = kind;
      if (key !== undefined && waiting.some((job) => job.name === name && job.key === key && job.tries === 0)) return;
      const at = now().getTime() + (afterSeconds ?? 0) * 1000;
      waiting.push({ name, payload, key, kind, at, later: afterSeconds !== undefined, tries: 0 });
    },
    async work(_kinds, worker, givesUp) {
      [run, giveUp] = [worker, givesUp];
    },
    async runAll() {
      for (;;) {
        const next = waiting.findIndex(({ later }) => !later);
        const [job] = next === -1 ? [] : waiting.splice(next, 1);
        if (!job) return;
        await tried(job);
      }
    },
    async runUntil(moment, setClock) {
      for (;;) {
        replan();
        const [job] = waiting.toSorted((a, b) => a.at - b.at);
        if (!job || job.at > moment.getTime()) break;
        waiting.splice(waiting.indexOf(job), 1);
        setClock(new Date(Math.max(job.at, now().getTime())));
        const { attempts, retry = { firstSeconds: 1, mostSeconds: Number.POSITIVE_INFINITY } } = job.kind;
        const failed = await tried(job).then(
          () => false,
          () => true,
        );
        if (!failed) continue;
        const pause = Math.min(retry.firstSeconds * 2 ** job.tries, retry.mostSeconds);
        if (job.tries + 1 < attempts)
          waiting.push({ ...job, at: now().getTime() + pause * 1000, tries: job.tries + 1 });
        else await giveUp(job.name, job.payload);
      }
      setClock(moment);
    },
    async stop() {},
  };
}

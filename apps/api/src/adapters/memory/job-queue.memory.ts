import type { JobQueue } from "../../ports/job-queue.ts";

type Run = Parameters<JobQueue["work"]>[1];

/**
 * Keeps jobs until the test runs them: `runAll` works off everything that waits, as a worker would, but for what is to run
 * at a later moment: jobs that ask for themselves again would never end.
 */
export function memoryJobQueue(): JobQueue & { waiting: { name: string; payload: object }[]; runAll(): Promise<void> } {
  const waiting: { name: string; payload: object; key?: string; runAt?: Date }[] = [];
  let run: Run | undefined;
  return {
    waiting,
    async add(_db, { name }, payload, { key, runAt } = {}) {
      if (key !== undefined && waiting.some((job) => job.name === name && job.key === key)) return;
      waiting.push({ name, payload, key, runAt });
    },
    async work(_kinds, worker) {
      run = worker;
    },
    async runAll() {
      for (;;) {
        const next = waiting.findIndex(({ runAt }) => runAt === undefined);
        const [job] = next === -1 ? [] : waiting.splice(next, 1);
        if (!job) return;
        if (!run) throw new Error("no worker was started");
        await run(job.name, job.payload, new AbortController().signal);
      }
    },
    async stop() {},
  };
}

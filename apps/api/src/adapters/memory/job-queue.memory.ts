import type { JobQueue } from "../../ports/job-queue.ts";

type Run = Parameters<JobQueue["work"]>[1];

/** Keeps jobs until the test runs them: `runAll` works off everything that waits, as a worker would. */
export function memoryJobQueue(): JobQueue & { waiting: { name: string; payload: object }[]; runAll(): Promise<void> } {
  const waiting: { name: string; payload: object; key?: string }[] = [];
  let run: Run | undefined;
  return {
    waiting,
    async add(_db, { name }, payload, { key } = {}) {
      if (key !== undefined && waiting.some((job) => job.name === name && job.key === key)) return;
      waiting.push({ name, payload, key });
    },
    async work(_kinds, worker) {
      run = worker;
    },
    async runAll() {
      for (let job = waiting.shift(); job; job = waiting.shift()) {
        if (!run) throw new Error("no worker was started");
        await run(job.name, job.payload, new AbortController().signal);
      }
    },
    async stop() {},
  };
}

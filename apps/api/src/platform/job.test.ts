import type { Database } from "@crm/db";
import { expect, test } from "vitest";
import { memoryJobQueue } from "../adapters/memory/job-queue.memory.ts";
import { jobs } from "../jobs.ts";
import type { Ctx } from "./context.ts";
import { definePeriodicJob, enqueuePeriodic, startWorker } from "./job.ts";

const day = 86_400;

/** A worker without a database, and a clock that the test sets. */
async function world() {
  let now = new Date("2026-03-02T09:00:00Z");
  const runs: string[] = [];
  const daily = definePeriodicJob({
    name: "daily",
    everySeconds: day,
    run: async () => void runs.push(now.toISOString()),
  });
  const queue = memoryJobQueue(() => now);
  const ctx = { jobs: queue, db: {} as Database, now: () => now } as Partial<Ctx> as Ctx;
  await startWorker(ctx, [daily], new AbortController().signal);
  const set = (moment: Date) => {
    now = moment;
  };
  return {
    runs,
    set,
    until: (moment: string) => queue.runUntil(new Date(moment), set),
    start: () => enqueuePeriodic(ctx, [daily]),
  };
}

test("what comes round runs once a period, however often the application starts", async () => {
  const { runs, start, until } = await world();
  await start();
  await start();
  await until("2026-03-02T10:00:00Z");
  await start();
  await until("2026-03-04T10:00:00Z");
  expect(runs).toEqual(["2026-03-02T09:00:00.000Z", "2026-03-03T09:00:00.000Z", "2026-03-04T09:00:00.000Z"]);
});

test("a clock that was a year ahead: the next run is a period away, not a year", async () => {
  const { runs, start, until, set } = await world();
  set(new Date("2027-03-02T09:00:00Z"));
  await start();
  await until("2027-03-02T09:01:00Z");
  set(new Date("2026-03-02T09:02:00Z"));
  await start();
  await until("2026-03-03T09:02:00Z");
  expect(runs).toEqual(["2027-03-02T09:00:00.000Z", "2026-03-03T09:02:00.000Z"]);
});

test("all that comes round says how often, and is asked for at a start", async () => {
  const queue = memoryJobQueue();
  await enqueuePeriodic({ jobs: queue, db: {} as Database } as Partial<Ctx> as Ctx, jobs);
  const asked = queue.waiting.map(({ name }) => name);
  expect(asked.length).toBeGreaterThanOrEqual(17);
  expect(asked).toEqual(
    expect.arrayContaining(["bin.purge", "anonymisation.sweep", "saved-report.tick", "file.sweep"]),
  );
});

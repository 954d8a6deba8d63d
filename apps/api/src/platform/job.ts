import { z } from "zod";
import type { JobKind } from "../ports/job-queue.ts";
import type { Ctx } from "./context.ts";

/** A kind of long work. Its payload carries ids only; run again after a crash, it does nothing twice. */
export interface Job<Payload extends z.ZodType<object> = z.ZodType<object>> extends JobKind {
  payload: Payload;
  /** `signal` aborts when the process drains: stop at the next safe point and reject, the job is taken up again. */
  run(ctx: Ctx, payload: z.output<Payload>, signal: AbortSignal): Promise<void>;
  /** After the last try failed. */
  giveUp?(ctx: Ctx, payload: z.output<Payload>): Promise<void>;
}

/** Types a job without widening it. */
export const defineJob = <P extends z.ZodType<object>>(job: Job<P>) => job;

/** Work that comes round. Each run asks for the next one before it begins; so does every start, if none waits. */
export function definePeriodicJob({
  name,
  everySeconds,
  run,
}: {
  name: string;
  everySeconds: number;
  run(ctx: Ctx, signal: AbortSignal): Promise<void>;
}): Job {
  const job: Job = {
    ...{ name, everySeconds, attempts: 5, payload: z.object({}) },
    async run(ctx, _, signal) {
      await ctx.jobs.add(ctx.db, job, {}, { key: next, afterSeconds: everySeconds });
      await run(ctx, signal);
    },
  };
  return job;
}

/** One run of each periodic job waits at most. */
const next = "next";

/** Asks for a run of each of the periodic ones among `jobs`, now, unless one waits. */
export async function enqueuePeriodic(ctx: Ctx, jobs: Job[]): Promise<void> {
  for (const job of jobs) if (job.everySeconds !== undefined) await enqueue(ctx, job, {}, { key: next });
}

/** What a job that hands over a mail is tried: the carrier may be away for a day. */
export const mailTries = { attempts: 54, retry: { firstSeconds: 30, mostSeconds: 1800 } };

/** Adds a job in the transaction of ctx. `key`: a second one that still waits is a no-op. */
export const enqueue = <P extends z.ZodType<object>>(
  ctx: Ctx,
  job: Job<P>,
  payload: z.input<P>,
  options?: { key?: string },
) => ctx.jobs.add(ctx.db, job, job.payload.parse(payload), options);

/** Starts a worker on these jobs. Once `draining` aborts it takes no other, and those under way are told to stop. */
export function startWorker(ctx: Ctx, jobs: Job[], draining: AbortSignal): Promise<void> {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const find = (name: string): Job => {
    const job = byName.get(name);
    if (!job) throw new Error(`no such job: ${name}`);
    return job;
  };
  const run = async (name: string, payload: unknown, signal: AbortSignal) => {
    const job = find(name);
    await job.run(ctx, job.payload.parse(payload), signal);
  };
  const giveUp = async (name: string, payload: unknown) => {
    const job = find(name);
    await job.giveUp?.(ctx, job.payload.parse(payload));
  };
  return ctx.jobs.work(jobs, run, giveUp, draining);
}

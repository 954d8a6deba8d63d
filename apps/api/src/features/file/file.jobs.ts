import { z } from "zod";
import { defineJob, enqueue } from "../../platform/job.ts";
import { sweepFiles } from "./file.service.ts";
import { sweepBytes } from "./stored-bytes.service.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * At each start and once a day: removes what was uploaded and then left, and what killed processes left in the store and in the
 * temporary folder. Each run asks for the next one, if none waits.
 */
export const fileSweep = defineJob({
  name: "file.sweep",
  payload: z.object({}),
  attempts: 5,
  async run(ctx, payload, signal) {
    const now = ctx.now();
    await enqueue(ctx, fileSweep, payload, { key: "daily", runAt: new Date(now.getTime() + dayMs) });
    await sweepFiles(ctx, new Date(now.getTime() - dayMs), signal);
    await ctx.spreadsheets.forgetCopies();
    // Nothing is written for so long: a job ends within six hours.
    await sweepBytes(ctx, new Date(now.getTime() - 6 * hourMs), signal);
  },
});

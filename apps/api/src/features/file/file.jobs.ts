import { definePeriodicJob } from "../../platform/job.ts";
import { sweepFiles } from "./file.service.ts";
import { sweepBytes } from "./stored-bytes.service.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * At each start and once a day: removes what was uploaded and then left, and what killed processes left in the store and in the
 * temporary folder.
 */
export const fileSweep = definePeriodicJob({
  name: "file.sweep",
  everySeconds: 86_400,
  async run(ctx, signal) {
    const now = ctx.now();
    await sweepFiles(ctx, new Date(now.getTime() - dayMs), signal);
    await ctx.spreadsheets.forgetCopies();
    // Nothing is written for so long: a job ends within six hours.
    await sweepBytes(ctx, new Date(now.getTime() - 6 * hourMs), signal);
  },
});

import { z } from "zod";
import { defineJob, enqueue } from "../../platform/job.ts";
import { sweepFiles } from "./file.service.ts";

const dayMs = 86_400_000;

/** Once a day: removes what was uploaded and then left. Each run asks for the next one; so does every start, if none waits. */
export const fileSweep = defineJob({
  name: "file.sweep",
  payload: z.object({}),
  attempts: 5,
  async run(ctx, payload, signal) {
    const now = ctx.now();
    await enqueue(ctx, fileSweep, payload, { key: "daily", runAt: new Date(now.getTime() + dayMs) });
    await sweepFiles(ctx, new Date(now.getTime() - dayMs), signal);
  },
});

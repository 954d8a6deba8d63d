import { z } from "zod";
import { defineJob, enqueue } from "../../platform/job.ts";
import { verifyWaiting } from "./validity.service.ts";

const everyMs = 3 * 60_000;

/** Judges the e-mails that wait. Each run asks for the next one; so does every start, if none waits. */
export const validityCheck = defineJob({
  name: "validity.check",
  payload: z.object({}),
  attempts: 5,
  async run(ctx, payload, signal) {
    await enqueue(ctx, validityCheck, payload, { key: "tick", runAt: new Date(ctx.now().getTime() + everyMs) });
    await verifyWaiting(ctx, signal);
  },
});

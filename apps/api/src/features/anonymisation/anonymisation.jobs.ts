import { z } from "zod";
import { defineJob, enqueue } from "../../platform/job.ts";
import { anonymiseDue } from "./erasure.service.ts";

const hourMs = 3_600_000;

/** Every hour: contacts whose delay is over are anonymised. Each run asks for the next one; so does every start. */
export const anonymisationSweep = defineJob({
  name: "anonymisation.sweep",
  payload: z.object({}),
  attempts: 5,
  async run(ctx, payload, signal) {
    await enqueue(ctx, anonymisationSweep, payload, { key: "hourly", runAt: new Date(ctx.now().getTime() + hourMs) });
    await anonymiseDue(ctx, signal);
  },
});

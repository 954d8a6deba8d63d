import { z } from "zod";
import { defineJob, enqueue } from "../../platform/job.ts";
import { purgeBin } from "./bin-purge.service.ts";

const dayMs = 86_400_000;

/** Once a day: what was deleted long enough ago goes for good. Each run asks for the next one; so does every start. */
export const binPurge = defineJob({
  name: "bin.purge",
  payload: z.object({}),
  attempts: 5,
  async run(ctx, payload, signal) {
    await enqueue(ctx, binPurge, payload, { key: "daily", runAt: new Date(ctx.now().getTime() + dayMs) });
    await purgeBin(ctx, signal);
  },
});

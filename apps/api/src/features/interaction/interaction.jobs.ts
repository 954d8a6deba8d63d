import { z } from "zod";
import { defineJob, enqueue } from "../../platform/job.ts";
import { readSettings } from "../setting/setting.service.ts";
import { purgeInteractions } from "./interaction.queries.ts";

const dayMs = 86_400_000;
/** Rows deleted in one statement. */
const chunk = 1000;

/**
 * Once a day: exchanges deleted longer ago than the recycle bin keeps go for good; their attachments follow with the sweep of
 * files. Each run asks for the next one; so does every start.
 */
export const interactionForgetting = defineJob({
  name: "interaction.forget",
  payload: z.object({}),
  attempts: 5,
  async run(ctx, payload, signal) {
    await enqueue(ctx, interactionForgetting, payload, { key: "daily", runAt: new Date(ctx.now().getTime() + dayMs) });
    const before = new Date(ctx.now().getTime() - (await readSettings(ctx)).binDays * dayMs);
    for (let count = chunk; count === chunk; ) {
      signal.throwIfAborted();
      count = await purgeInteractions(ctx, before, chunk);
    }
  },
});

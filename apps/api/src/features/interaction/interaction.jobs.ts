import { definePeriodicJob } from "../../platform/job.ts";
import { readSettings } from "../setting/setting.service.ts";
import { purgeInteractions } from "./interaction.queries.ts";

const dayMs = 86_400_000;
/** Rows deleted in one statement. */
const chunk = 1000;

/**
 * Once a day: exchanges deleted longer ago than the recycle bin keeps go for good; their attachments follow with the sweep of
 * files.
 */
export const interactionForgetting = definePeriodicJob({
  name: "interaction.forget",
  everySeconds: 86_400,
  async run(ctx, signal) {
    const before = new Date(ctx.now().getTime() - (await readSettings(ctx)).binDays * dayMs);
    for (let count = chunk; count === chunk; ) {
      signal.throwIfAborted();
      count = await purgeInteractions(ctx, before, chunk);
    }
  },
});

import { definePeriodicJob } from "../../platform/job.ts";
import { purgeBin } from "./bin-purge.service.ts";

/** Once a day: what was deleted long enough ago goes for good. */
export const binPurge = definePeriodicJob({
  name: "bin.purge",
  everySeconds: 86_400,
  async run(ctx, signal) {
    await purgeBin(ctx, signal);
  },
});

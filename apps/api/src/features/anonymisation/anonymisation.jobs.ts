import { definePeriodicJob } from "../../platform/job.ts";
import { anonymiseDue } from "./erasure.service.ts";

/** Every hour: contacts whose delay is over are anonymised. */
export const anonymisationSweep = definePeriodicJob({
  name: "anonymisation.sweep",
  everySeconds: 3600,
  async run(ctx, signal) {
    await anonymiseDue(ctx, signal);
  },
});

import { definePeriodicJob } from "../../platform/job.ts";
import { verifyWaiting } from "./validity.service.ts";

/** Judges the e-mails that wait. */
export const validityCheck = definePeriodicJob({
  name: "validity.check",
  everySeconds: 180,
  async run(ctx, signal) {
    await verifyWaiting(ctx, signal);
  },
});

import { definePeriodicJob } from "../../platform/job.ts";
import { forgetDeliveries, sendDue } from "./sending.service.ts";

/** Twice a minute: sends the reports whose moment has come. */
export const reportTick = definePeriodicJob({
  name: "saved-report.tick",
  everySeconds: 30,
  async run(ctx, signal) {
    await sendDue(ctx, signal);
  },
});

/** Once a day: what came of mails long ago is forgotten. */
export const reportForgetting = definePeriodicJob({
  name: "saved-report.forgetting",
  everySeconds: 86_400,
  async run(ctx) {
    await forgetDeliveries(ctx);
  },
});

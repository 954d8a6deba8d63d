import { definePeriodicJob } from "../../platform/job.ts";
import { sendReminders } from "./status.service.ts";

/** Every five minutes: reminders of postponed opportunities. */
export const opportunityReminders = definePeriodicJob({
  name: "opportunity.remind",
  everySeconds: 300,
  async run(ctx, signal) {
    await sendReminders(ctx, signal);
  },
});

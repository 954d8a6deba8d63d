import { definePeriodicJob } from "../../platform/job.ts";
import { forgetDeletedActions, remindDue } from "./reminder.service.ts";

/** Twice a minute: reminds of what is due. */
export const reminderTick = definePeriodicJob({
  name: "action.reminders",
  everySeconds: 30,
  async run(ctx, signal) {
    await remindDue(ctx, signal);
  },
});

/** Once a day: what was deleted long ago goes for good. */
export const actionForgetting = definePeriodicJob({
  name: "action.forgetting",
  everySeconds: 86_400,
  async run(ctx) {
    await forgetDeletedActions(ctx);
  },
});

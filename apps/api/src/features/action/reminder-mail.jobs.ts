import { z } from "zod";
import { defineJob, mailTries } from "../../platform/job.ts";
import { mailReminder } from "./reminder-mail.service.ts";

/** The e-mail of one reminder. */
export const reminderMail = defineJob({
  name: "action.reminder-mail",
  payload: z.object({ actionId: z.uuid() }),
  ...mailTries,
  run: (ctx, { actionId }) => mailReminder(ctx, actionId),
});

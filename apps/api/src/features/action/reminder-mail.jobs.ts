import { z } from "zod";
import { defineJob } from "../../platform/job.ts";
import { mailReminder } from "./reminder-mail.service.ts";

/** The e-mail of one reminder. */
export const reminderMail = defineJob({
  name: "action.reminder-mail",
  payload: z.object({ actionId: z.uuid() }),
  attempts: 5,
  run: (ctx, { actionId }) => mailReminder(ctx, actionId),
});

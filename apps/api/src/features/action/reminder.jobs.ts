import { z } from "zod";
import { defineJob, enqueue } from "../../platform/job.ts";
import { forgetDeletedActions, remindDue } from "./reminder.service.ts";

const everyMs = 30_000;
const dayMs = 86_400_000;

/** Twice a minute: reminds of what is due. Each run asks for the next one; so does every start, if none waits. */
export const reminderTick = defineJob({
  name: "action.reminders",
  payload: z.object({}),
  attempts: 5,
  async run(ctx, payload, signal) {
    await enqueue(ctx, reminderTick, payload, { key: "tick", runAt: new Date(ctx.now().getTime() + everyMs) });
    await remindDue(ctx, signal);
  },
});

/** Once a day: what was deleted long ago goes for good. */
export const actionForgetting = defineJob({
  name: "action.forgetting",
  payload: z.object({}),
  attempts: 5,
  async run(ctx, payload) {
    await enqueue(ctx, actionForgetting, payload, { key: "daily", runAt: new Date(ctx.now().getTime() + dayMs) });
    await forgetDeletedActions(ctx);
  },
});

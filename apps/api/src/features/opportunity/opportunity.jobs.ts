import { z } from "zod";
import { defineJob, enqueue } from "../../platform/job.ts";
import { sendReminders } from "./status.service.ts";

const minuteMs = 60_000;

/** Every five minutes: reminders of postponed opportunities. Each run asks for the next one; so does every start, if none waits. */
export const opportunityReminders = defineJob({
  name: "opportunity.remind",
  payload: z.object({}),
  attempts: 5,
  async run(ctx, payload, signal) {
    const runAt = new Date(ctx.now().getTime() + 5 * minuteMs);
    await enqueue(ctx, opportunityReminders, payload, { key: "tick", runAt });
    await sendReminders(ctx, signal);
  },
});

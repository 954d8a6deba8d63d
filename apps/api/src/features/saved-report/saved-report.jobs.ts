import { z } from "zod";
import { defineJob, enqueue } from "../../platform/job.ts";
import { forgetDeliveries, sendDue } from "./sending.service.ts";

const everyMs = 30_000;
const dayMs = 86_400_000;

/** Twice a minute: sends the reports whose moment has come. Each run asks for the next one; so does every start, if none waits. */
export const reportTick = defineJob({
  name: "saved-report.tick",
  payload: z.object({}),
  attempts: 5,
  async run(ctx, payload, signal) {
    await enqueue(ctx, reportTick, payload, { key: "tick", runAt: new Date(ctx.now().getTime() + everyMs) });
    await sendDue(ctx, signal);
  },
});

/** Once a day: what came of mails long ago is forgotten. */
export const reportForgetting = defineJob({
  name: "saved-report.forgetting",
  payload: z.object({}),
  attempts: 5,
  async run(ctx, payload) {
    await enqueue(ctx, reportForgetting, payload, { key: "daily", runAt: new Date(ctx.now().getTime() + dayMs) });
    await forgetDeliveries(ctx);
  },
});

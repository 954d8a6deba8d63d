import { z } from "zod";
import { defineJob, mailTries } from "../../platform/job.ts";
import { deliver, giveUpDelivery } from "./delivery.service.ts";

const payload = z.object({ deliveryId: z.uuid() });

/** One mail of a report. */
export const deliveryJob = defineJob({
  name: "saved-report.delivery",
  payload,
  ...mailTries,
  run: (ctx, { deliveryId }) => deliver(ctx, deliveryId),
  giveUp: (ctx, { deliveryId }) => giveUpDelivery(ctx, deliveryId),
});

import { z } from "zod";
import { defineJob } from "../../platform/job.ts";
import { deliver } from "./delivery.service.ts";
import { failDelivery } from "./saved-report.queries.ts";

const payload = z.object({ deliveryId: z.uuid() });

/** One mail of a report. */
export const deliveryJob = defineJob({
  name: "saved-report.delivery",
  payload,
  attempts: 5,
  run: (ctx, { deliveryId }) => deliver(ctx, deliveryId),
  giveUp: async (ctx, { deliveryId }) => {
    await failDelivery(ctx, deliveryId);
  },
});

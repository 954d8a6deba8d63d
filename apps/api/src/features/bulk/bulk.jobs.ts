import { z } from "zod";
import { defineJob } from "../../platform/job.ts";
import { giveUpBulk, workThrough } from "./bulk-run.service.ts";

const payload = z.object({ bulkId: z.uuid() });
/** A restart of the server counts as one. */
const attempts = 10;

/** Changes the records that are listed. */
export const bulkRun = defineJob({
  name: "bulk.run",
  payload,
  attempts,
  run: (ctx, { bulkId }, signal) => workThrough(ctx, bulkId, "running", signal),
  giveUp: (ctx, { bulkId }) => giveUpBulk(ctx, bulkId),
});

/** Restores them. */
export const bulkUndo = defineJob({
  name: "bulk.undo",
  payload,
  attempts,
  run: (ctx, { bulkId }, signal) => workThrough(ctx, bulkId, "undoing", signal),
  giveUp: (ctx, { bulkId }) => giveUpBulk(ctx, bulkId),
});

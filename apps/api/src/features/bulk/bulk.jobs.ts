import { z } from "zod";
import { defineJob, definePeriodicJob } from "../../platform/job.ts";
import { forgetBulkBefore } from "./bulk.queries.ts";
import { undoDays } from "./bulk.view.ts";
import { checkDeletionFile } from "./bulk-file.service.ts";
import { giveUpBulk, workThrough } from "./bulk-run.service.ts";

const dayMs = 86_400_000;
const payload = z.object({ bulkId: z.uuid() });
/** A restart of the server counts as one. */
const attempts = 10;

/** Reads the file of a change, and lists what it names. */
export const bulkCheck = defineJob({
  name: "bulk.check",
  payload,
  attempts,
  run: (ctx, { bulkId }) => checkDeletionFile(ctx, bulkId),
  giveUp: (ctx, { bulkId }) => giveUpBulk(ctx, bulkId),
});

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

/** Once a day: forgets changes that can't be undone any more, and what records were before them. */
export const bulkForgetting = definePeriodicJob({
  name: "bulk.forgetting",
  everySeconds: 86_400,
  async run(ctx) {
    const now = ctx.now().getTime();
    await forgetBulkBefore(ctx, new Date(now - undoDays * dayMs));
  },
});

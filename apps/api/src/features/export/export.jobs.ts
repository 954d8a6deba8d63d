import { z } from "zod";
import { defineJob, enqueue } from "../../platform/job.ts";
import { giveUpExport, runExport } from "./export-run.service.ts";
import { sweepExports } from "./export-sweep.service.ts";

const payload = z.object({ exportId: z.uuid() });
const hourMs = 3_600_000;

/** Writes the file of an export. A restart of the server counts as a try. */
export const exportRun = defineJob({
  name: "export.run",
  payload,
  attempts: 10,
  run: (ctx, { exportId }, signal) => runExport(ctx, exportId, signal),
  giveUp: (ctx, { exportId }) => giveUpExport(ctx, exportId),
});

/** Every hour: files that have expired, or whose user may no longer read them, are removed. Each run asks for the next one. */
export const exportSweep = defineJob({
  name: "export.sweep",
  payload: z.object({}),
  attempts: 5,
  async run(ctx, payload, signal) {
    await enqueue(ctx, exportSweep, payload, { key: "hourly", runAt: new Date(ctx.now().getTime() + hourMs) });
    await sweepExports(ctx, signal);
  },
});

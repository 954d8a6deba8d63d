import { z } from "zod";
import { defineJob, definePeriodicJob } from "../../platform/job.ts";
import { giveUpExport, runExport } from "./export-run.service.ts";
import { sweepExports } from "./export-sweep.service.ts";

const payload = z.object({ exportId: z.uuid() });

/** Writes the file of an export. A restart of the server counts as a try. */
export const exportRun = defineJob({
  name: "export.run",
  payload,
  attempts: 10,
  run: (ctx, { exportId }, signal) => runExport(ctx, exportId, signal),
  giveUp: (ctx, { exportId }) => giveUpExport(ctx, exportId),
});

/** Every hour: files that have expired, or whose user may no longer read them, are removed. */
export const exportSweep = definePeriodicJob({
  name: "export.sweep",
  everySeconds: 3600,
  async run(ctx, signal) {
    await sweepExports(ctx, signal);
  },
});

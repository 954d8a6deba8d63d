import { z } from "zod";
import { defineJob } from "../../platform/job.ts";
import { giveUpImport, workThrough } from "./import-run.service.ts";

const payload = z.object({ importId: z.uuid() });
/** A restart of the server counts as one. */
const attempts = 10;

/** The dry run: reads the whole file, counts and explains, writes no contact. */
export const importCheck = defineJob({
  name: "import.check",
  payload,
  attempts,
  run: (ctx, { importId }, signal) => workThrough(ctx, importId, "checking", signal),
  giveUp: (ctx, { importId }) => giveUpImport(ctx, importId),
});

/** The real run: the same, and writes. */
export const importRun = defineJob({
  name: "import.run",
  payload,
  attempts,
  run: (ctx, { importId }, signal) => workThrough(ctx, importId, "running", signal),
  giveUp: (ctx, { importId }) => giveUpImport(ctx, importId),
});

import { z } from "zod";
import { defineJob, definePeriodicJob } from "../../platform/job.ts";
import { forgetImportsBefore } from "./import.queries.ts";
import { undoDays } from "./import.view.ts";
import { giveUpImport, workThrough } from "./import-run.service.ts";
import { undoThrough } from "./import-undo.service.ts";

const dayMs = 86_400_000;
const payload = z.object({ importId: z.uuid() });
/** A restart of the server counts as one. */
const attempts = 10;

/** The dry run: reads the whole file, counts and explains, writes no record. */
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

/** Puts back what it wrote. */
export const importUndo = defineJob({
  name: "import.undo",
  payload,
  attempts,
  run: (ctx, { importId }, signal) => undoThrough(ctx, importId, signal),
  giveUp: (ctx, { importId }) => giveUpImport(ctx, importId),
});

/** Once a day: forgets what records were before imports that can't be undone any more. */
export const importForgetting = definePeriodicJob({
  name: "import.forgetting",
  everySeconds: 86_400,
  async run(ctx) {
    const now = ctx.now().getTime();
    await forgetImportsBefore(ctx, new Date(now - undoDays * dayMs));
  },
});

import { z } from "zod";
import { defineJob, mailTries } from "../../platform/job.ts";
import { mailExport } from "./export-mail.service.ts";

/** Tells by mail that an export is ready. Killed after sending, it may tell twice. */
export const exportMail = defineJob({
  name: "export.mail",
  payload: z.object({ exportId: z.uuid() }),
  ...mailTries,
  atOnce: 3,
  run: (ctx, { exportId }) => mailExport(ctx, exportId),
});

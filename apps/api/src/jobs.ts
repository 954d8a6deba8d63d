import { records } from "@crm/fields";
import { actionForgetting, reminderTick } from "./features/action/reminder.jobs.ts";
import { reminderMail } from "./features/action/reminder-mail.jobs.ts";
import { anonymisationSweep } from "./features/anonymisation/anonymisation.jobs.ts";
import { binPurge } from "./features/bin/bin.jobs.ts";
import { bulkCheck, bulkForgetting, bulkRun, bulkUndo } from "./features/bulk/bulk.jobs.ts";
import { searchWords } from "./features/contact/search-word.jobs.ts";
import { duplicateSearch, mergeForgetting } from "./features/duplicate/duplicate.jobs.ts";
import { exportRun, exportSweep } from "./features/export/export.jobs.ts";
import { exportMail } from "./features/export/export-mail.jobs.ts";
import { fileSweep } from "./features/file/file.jobs.ts";
import { bytesRemoval } from "./features/file/file-bytes.jobs.ts";
import { importCheck, importForgetting, importRun, importUndo } from "./features/import/import.jobs.ts";
import { interactionForgetting } from "./features/interaction/interaction.jobs.ts";
import { opportunityReminders } from "./features/opportunity/opportunity.jobs.ts";
import { questionIndexes } from "./features/question/question.jobs.ts";
import { deliveryJob } from "./features/saved-report/delivery.jobs.ts";
import { reportForgetting, reportTick } from "./features/saved-report/saved-report.jobs.ts";
import { resetMail } from "./features/session/session.jobs.ts";
import { validityCheck } from "./features/validity/validity.jobs.ts";
import type { Ctx } from "./platform/context.ts";
import { idempotencyForgetting } from "./platform/idempotency.ts";
import { enqueue, enqueuePeriodic, type Job } from "./platform/job.ts";

/** Every kind of job, for the worker. */
export const jobs: Job[] = [
  actionForgetting,
  reminderMail,
  reminderTick,
  anonymisationSweep,
  binPurge,
  bulkCheck,
  bulkForgetting,
  bulkRun,
  bulkUndo,
  bytesRemoval,
  exportMail,
  exportRun,
  exportSweep,
  fileSweep,
  idempotencyForgetting,
  importCheck,
  importRun,
  importUndo,
  importForgetting,
  interactionForgetting,
  opportunityReminders,
  duplicateSearch,
  mergeForgetting,
  validityCheck,
  questionIndexes,
  resetMail,
  deliveryJob,
  reportForgetting,
  reportTick,
  searchWords,
];

/** What every start asks for: all that comes round, and the indexes: a seed, a restore or a bulk fill writes questions without telling the jobs that follow them. */
export async function enqueueAtStart(ctx: Ctx): Promise<void> {
  await enqueuePeriodic(ctx, jobs);
  await enqueue(ctx, fileSweep, {}, { key: "start" });
  for (const record of records) await enqueue(ctx, questionIndexes, { record }, { key: record });
}

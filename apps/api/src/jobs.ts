import { importCheck, importRun } from "./features/import/import.jobs.ts";
import { questionIndexes } from "./features/question/question.jobs.ts";
import { resetMail } from "./features/session/session.jobs.ts";
import type { Job } from "./platform/job.ts";

/** Every kind of job, for the worker. */
export const jobs: Job[] = [importCheck, importRun, questionIndexes, resetMail];

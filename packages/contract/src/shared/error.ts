import { z } from "zod";

/** Every refusal the API can give. The API maps each to a status, the web to a sentence; both are exhaustive. */
export const errorCodes = [
  "VALIDATION_FAILED",
  "NOT_SIGNED_IN",
  "SIGN_IN_FAILED",
  "TOO_MANY_ATTEMPTS",
  "SESSION_REUSED",
  "RESET_LINK_INVALID",
  "NOT_ALLOWED",
  "NOT_FOUND",
  "EDIT_CONFLICT",
  "EMAIL_TAKEN",
  "NAME_TAKEN",
  "CODE_TAKEN",
  "OWN_ACCOUNT",
  "LAST_ADMIN",
  "STILL_IN_USE",
  "CONTACT_DELETED",
  "CONTACT_ANONYMISED",
  "OWNER_NOT_ASSIGNABLE",
  "ORDER_OUTDATED",
  "QUESTION_ARCHIVED",
  "ANSWERS_WOULD_BE_LOST",
  "PIPELINE_ARCHIVED",
  "ACTION_TYPE_ARCHIVED",
  "STAGE_ALREADY_REACHED",
  "STAGE_NOT_NEXT",
  "NO_STAGE_TO_UNDO",
  "DATE_IN_FUTURE",
  "DATE_BEFORE_PREVIOUS_STAGE",
  "EXCHANGE_IN_FUTURE",
  "REMINDER_IN_PAST",
  "FILE_TOO_LARGE",
  "TEXT_TOO_LARGE",
  "FILE_EMPTY",
  "FILE_NOT_AN_IMAGE",
  "FILE_KIND_NOT_ACCEPTED",
  "FILE_NOT_A_SPREADSHEET",
  "FILE_ENCRYPTED",
  "FILE_BROKEN",
  "FILE_INFLATES_TOO_MUCH",
  "TOO_MANY_ROWS",
  "TOO_MANY_COLUMNS",
  "HEADER_MISSING",
  "HEADER_DUPLICATE",
  "HEADER_UNKNOWN",
  "NO_ROWS",
  "IMPORT_NOT_READY",
  "SELECTION_EMPTY",
  "BULK_NOT_READY",
  "CODE_COLUMN_MISSING",
  "ALREADY_MERGED",
  "MERGE_OUTDATED",
  "MERGE_TOO_OLD",
  "MERGE_CHANGED_SINCE",
  "TOO_MANY_VIEWS",
  "TOO_MANY_REPORTS",
  "RECIPIENT_NOT_ACCEPTED",
  "TOO_MANY_EXPORT_TEMPLATES",
  "EXPORT_EXPIRED",
  "JOB_FAILED",
  "OVERLOADED",
  "UNEXPECTED",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** One field at fault: `path` as « body/answers/… », a French sentence, and what it was made from, for other languages. */
export const Issue = z.object({
  path: z.string(),
  rule: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
  message: z.string(),
});
export type Issue = z.infer<typeof Issue>;

/** The body of every refusal. The web translates `code`; `details` fills the sentence. */
export const ErrorBody = z.object({
  code: z.enum(errorCodes),
  details: z.record(z.string(), z.unknown()).default({}),
  issues: z.array(Issue).default([]),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

import type { ErrorCode, Issue } from "@crm/contract";
import { Prisma } from "@crm/db";

/** The one map of refusals to HTTP statuses. */
export const statusOf = {
  VALIDATION_FAILED: 422,
  FILTER_OUTDATED: 422,
  NOT_SIGNED_IN: 401,
  SIGN_IN_FAILED: 401,
  TOO_MANY_ATTEMPTS: 429,
  SESSION_REUSED: 401,
  RESET_LINK_INVALID: 410,
  ALREADY_INSTALLED: 409,
  NOT_ALLOWED: 403,
  NOT_FOUND: 404,
  EDIT_CONFLICT: 409,
  REQUEST_UNDER_WAY: 409,
  KEY_ALREADY_USED: 422,
  REQUEST_UNREADABLE: 400,
  REQUEST_TOO_SLOW: 408,
  HEADERS_TOO_LARGE: 431,
  TOO_MANY_STREAMS: 429,
  EMAIL_TAKEN: 409,
  NAME_TAKEN: 409,
  CODE_TAKEN: 409,
  OWN_ACCOUNT: 409,
  LAST_ADMIN: 409,
  STILL_IN_USE: 409,
  CONTACT_DELETED: 409,
  CONTACT_ANONYMISED: 409,
  OWNER_NOT_ASSIGNABLE: 422,
  ORDER_OUTDATED: 409,
  QUESTION_ARCHIVED: 409,
  ANSWERS_WOULD_BE_LOST: 409,
  PIPELINE_ARCHIVED: 409,
  FORM_CLOSED: 410,
  ACTION_TYPE_ARCHIVED: 409,
  ACTION_ALREADY_DONE: 409,
  STAGE_ALREADY_REACHED: 409,
  STAGE_NOT_NEXT: 409,
  NO_STAGE_TO_UNDO: 409,
  STAGE_NOT_LAST: 409,
  DATE_IN_FUTURE: 422,
  DATE_BEFORE_PREVIOUS_STAGE: 422,
  EXCHANGE_IN_FUTURE: 422,
  REMINDER_IN_PAST: 422,
  FILE_TOO_LARGE: 413,
  TEXT_TOO_LARGE: 413,
  FILE_EMPTY: 422,
  FILE_NOT_AN_IMAGE: 422,
  IMAGE_TOO_LARGE: 422,
  FILE_KIND_NOT_ACCEPTED: 422,
  FILE_NOT_A_SPREADSHEET: 422,
  FILE_ENCRYPTED: 422,
  FILE_BROKEN: 422,
  FILE_LOST: 410,
  FILE_INFLATES_TOO_MUCH: 422,
  TOO_MANY_ROWS: 422,
  TOO_MANY_COLUMNS: 422,
  HEADER_MISSING: 422,
  HEADER_DUPLICATE: 422,
  HEADER_UNKNOWN: 422,
  NO_ROWS: 422,
  IMPORT_NOT_READY: 409,
  SELECTION_EMPTY: 422,
  BULK_NOT_READY: 409,
  CODE_COLUMN_MISSING: 422,
  ALREADY_MERGED: 409,
  MERGE_OUTDATED: 409,
  MERGE_TOO_OLD: 410,
  MERGE_CHANGED_SINCE: 409,
  TOO_MANY_QUESTIONS: 409,
  TOO_MANY_VIEWS: 409,
  TOO_MANY_REPORTS: 409,
  RECIPIENT_NOT_ACCEPTED: 422,
  TOO_MANY_EXPORT_TEMPLATES: 409,
  EXPORT_EXPIRED: 410,
  JOB_FAILED: 500,
  OVERLOADED: 503,
  DATABASE_AWAY: 503,
  UNEXPECTED: 500,
} as const satisfies Record<ErrorCode, number>;

/** A refusal the caller can act on. Anything else that is thrown is a bug and answers UNEXPECTED. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;
  readonly issues: Issue[];
  constructor(
    code: ErrorCode,
    details: Record<string, unknown> = {},
    options: ErrorOptions & { issues?: Issue[] } = {},
  ) {
    super(code, options);
    this.code = code;
    this.details = details;
    this.issues = options.issues ?? [];
  }
}

/** The row, or the refusal NOT_FOUND: what one may not see does not exist. */
export const found = <T>(row: T | null | undefined, record: string, id: string): T => {
  if (row === null || row === undefined) throw new Refusal("NOT_FOUND", { record, id });
  return row;
};

/**
 * For `.catch`: a unique constraint that said no is the refusal `code`, anything else stays a bug.
 * `at` is the field at fault, as « body/email ».
 */
export const refuseTaken =
  (code: ErrorCode, details: Record<string, unknown>, at?: { path: string; message: string }) =>
  (error: unknown): never => {
    const taken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
    throw taken ? new Refusal(code, details, { cause: error, issues: at ? [takenIssue(at)] : [] }) : error;
  };

/** A field whose value another record already has. */
export const takenIssue = (at: { path: string; message: string }): Issue => ({ ...at, rule: "taken", params: {} });

/** Refuses a change made from an older version of a record, and shows the current one. */
export function refuseConflict(current: { version: number }, version: number): void {
  if (current.version !== version) throw new Refusal("EDIT_CONFLICT", { current });
}

import type { ErrorBody } from "@crm/contract";
import type { FastifyError } from "fastify";
import fp from "fastify-plugin";
import type { z } from "zod";
import { UnreadableSpreadsheet } from "../ports/spreadsheet.ts";
import { isDatabaseAway } from "./database-away.ts";
import { Refusal, statusOf } from "./error.ts";
import { errorLog } from "./error-log.ts";
import { toIssue } from "./issues.ts";

/** After so many seconds what is refused because the server or its database can't may be asked again. */
const retrySeconds = 5;

/** Turns whatever is thrown into the contract's ErrorBody; what is no refusal is logged and tells nothing. */
export const errorHandler = fp(async (app) => {
  app.setValidatorCompiler(({ schema, httpPart }) => (value) => {
    const result = (schema as z.ZodType).safeParse(value);
    if (result.success) return { value: result.data };
    const issues = result.error.issues.map((issue) => toIssue(issue, httpPart ?? ""));
    return { error: new Refusal("VALIDATION_FAILED", {}, { issues }) };
  });
  // Once a minute: while the database is away, everything fails of it.
  const tellAway = errorLog((text) => app.log.warn(text.trim()));
  app.setErrorHandler<FastifyError | Refusal>((error, request, reply) => {
    const body = toBody(error, request.headers["content-type"] ?? "");
    const status = statusOf[body.code];
    if (body.code === "DATABASE_AWAY") tellAway("a request was refused: the database is away");
    else if (status >= 500) request.log.error({ err: error }, "unexpected error");
    if (status === 503) reply.header("retry-after", String(retrySeconds));
    if (body.code === "TOO_MANY_ATTEMPTS") reply.header("retry-after", String(body.details.seconds));
    return reply.code(status).send(body);
  });
});

/** Refusals that Fastify itself makes before a handler runs, by its code. */
const ofFastify: Record<string, ErrorBody["code"]> = {
  FST_ERR_CTP_INVALID_JSON_BODY: "VALIDATION_FAILED",
  FST_ERR_CTP_EMPTY_JSON_BODY: "VALIDATION_FAILED",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "VALIDATION_FAILED",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "VALIDATION_FAILED",
  FST_ERR_CTP_BODY_TOO_LARGE: "FILE_TOO_LARGE",
  ECONNRESET: "REQUEST_UNREADABLE", // who asked is gone
  FST_ERR_BAD_URL: "NOT_FOUND",
};

function toBody(error: FastifyError | Refusal, mediaType: string): ErrorBody {
  if (error instanceof Refusal) return { code: error.code, details: error.details, issues: error.issues };
  if (error instanceof UnreadableSpreadsheet) return { code: error.code, details: error.details, issues: [] };
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE" && mediaType.includes("json"))
    return { code: "TEXT_TOO_LARGE", details: {}, issues: [] };
  if (isDatabaseAway(error)) return { code: "DATABASE_AWAY", details: {}, issues: [] };
  const code = error.code ? ofFastify[error.code] : undefined;
  return { code: code ?? (error instanceof SyntaxError ? "VALIDATION_FAILED" : "UNEXPECTED"), details: {}, issues: [] };
}

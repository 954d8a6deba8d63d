import { records } from "@crm/fields";
import { z } from "zod";
import { bulkIdLimit } from "../bulk/bulk.schema.ts";
import { ContactFilter } from "../contact/contact.schema.ts";
import { ColumnRef } from "../export-template/export-template.endpoints.ts";
import { OpportunityFilter } from "../opportunity/opportunity.schema.ts";
import { endpoint } from "../shared/endpoint.ts";
import { errorCodes } from "../shared/error.ts";
import { IdParams, Nothing, PageQuery } from "../shared/page.ts";
import { SubmissionFilter } from "../submission/submission.schema.ts";

export const exportStatuses = ["waiting", "running", "done", "failed", "cancelled"] as const;
/** « csv » is made to be opened by Excel, which then runs no text and leaves phone numbers alone; « csv-raw » has all as it is kept. */
export const exportFormats = ["xlsx", "csv", "csv-raw"] as const;

/** What may be exported: the records that have questions, by templates too, and what was answered to forms. */
export const exportRecords = [...records, "submission"] as const;
export type ExportRecord = (typeof exportRecords)[number];

const selection = <R extends string, F extends z.ZodObject>(record: R, filter: F) =>
  z.object({
    record: z.literal(record),
    /** These records… */
    ids: z.array(z.uuid()).min(1).max(bulkIdLimit).optional(),
    /** …or all that a filter finds, as a list asks for them (neither: all)… */
    filter: filter.optional(),
    /** …but for these. */
    except: z.array(z.uuid()).max(bulkIdLimit).optional(),
    format: z.enum(exportFormats).default("xlsx"),
    /** Of the mail that tells that it is ready. */
    locale: z.enum(["fr", "en"]).default("fr"),
  });

/** Left out: the standard columns. */
const templateId = z.uuid().optional();

export const ExportInput = z.discriminatedUnion("record", [
  selection("contact", ContactFilter).extend({ templateId }),
  selection("opportunity", OpportunityFilter).extend({ templateId }),
  // Its columns are those that an import reads back.
  selection("submission", SubmissionFilter),
]);
export type ExportInput = z.output<typeof ExportInput>;

export const ExportView = z.object({
  id: z.uuid(),
  record: z.enum(exportRecords),
  status: z.enum(exportStatuses),
  /** What was asked for: all records, those that a filter finds, or those chosen one by one. */
  selected: z.enum(["all", "filter", "ids"]),
  format: z.enum(exportFormats),
  /** Null: the standard columns, or a template deleted since. */
  template: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  /** Rows to write, and written so far. */
  total: z.int(),
  done: z.int(),
  /** Null until it is done, and once it has expired or its user may no longer read what is in it. */
  file: z.object({ name: z.string(), size: z.int() }).nullable(),
  failure: z.enum(errorCodes).nullable(),
  /** `cut`: cells that Excel could not hold whole; or what explains the failure. */
  details: z.record(z.string(), z.unknown()),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  can: z.object({ download: z.boolean(), cancel: z.boolean() }),
});
export type ExportView = z.infer<typeof ExportView>;

const mine = { access: "export:run", record: "export" } as const;

export const exportApi = {
  list: endpoint({
    method: "GET",
    url: "/exports",
    config: { access: "export:run" },
    schema: {
      summary: "My exports, newest first",
      querystring: PageQuery,
      response: { 200: z.object({ rows: z.array(ExportView), next: z.string().nullable() }) },
    },
  }),
  create: endpoint({
    method: "POST",
    url: "/exports",
    config: { access: "export:run" },
    schema: {
      summary: "Ask for a spreadsheet of records; a mail with a link tells when it is there",
      body: ExportInput,
      response: { 202: ExportView },
    },
  }),
  preview: endpoint({
    method: "POST",
    url: "/exports/preview",
    config: { access: "export:run" },
    schema: {
      summary: "The first five rows that an export with these columns would have",
      body: z.object({ record: z.enum(records), columns: z.array(ColumnRef).min(1).max(300) }),
      response: { 200: z.object({ header: z.array(z.string()), rows: z.array(z.array(z.string())) }) },
    },
  }),
  show: endpoint({
    method: "GET",
    url: "/exports/:id",
    config: mine,
    schema: { summary: "An export and its progress", params: IdParams, response: { 200: ExportView } },
  }),
  cancel: endpoint({
    method: "POST",
    url: "/exports/:id/cancel",
    config: mine,
    schema: { summary: "Stop an export", params: IdParams, response: { 200: ExportView } },
  }),
  remove: endpoint({
    method: "DELETE",
    url: "/exports/:id",
    config: mine,
    schema: { summary: "Delete an export and its file", params: IdParams, response: { 204: Nothing } },
  }),
  content: endpoint({
    method: "GET",
    url: "/exports/:id/content",
    config: mine,
    schema: { summary: "The spreadsheet, to whoever asked for it", params: IdParams, response: { 200: z.unknown() } },
  }),
};

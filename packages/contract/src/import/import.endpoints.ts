import { z } from "zod";
import { FileView } from "../file/file.endpoints.ts";
import { endpoint } from "../shared/endpoint.ts";
import { errorCodes } from "../shared/error.ts";
import { IdParams } from "../shared/page.ts";

export const importStatuses = ["checking", "checked", "running", "done", "failed", "cancelled"] as const;

/** What to do with a row whose e-mail a contact already has (in any case): leave that contact, or fill in what the row says. */
export const ImportOptions = z.object({
  existing: z.enum(["skip", "update"]).default("update"),
  /** Who follows the contacts created; left out: the person who imports. */
  ownerId: z.uuid().optional(),
});

/** A column of the file: its header, and the field or question it fills (null: unknown, ignored). */
export const ImportColumn = z.object({
  header: z.string(),
  code: z.string().nullable(),
  label: z.string().nullable(),
});

/** A cell at fault: where and why. */
export const RefusedRow = z.object({
  row: z.int(),
  reasons: z.array(z.object({ column: z.string(), message: z.string() })),
});

export const ImportView = z.object({
  id: z.uuid(),
  status: z.enum(importStatuses),
  file: FileView,
  options: ImportOptions,
  columns: z.array(ImportColumn),
  total: z.int(),
  done: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  /** New rows that look like a contact that is already there; imported all the same. */
  similar: z.int(),
  /** The first refused rows; all of them are in the report. */
  refusedRows: z.array(RefusedRow),
  failure: z.enum(errorCodes).nullable(),
  details: z.record(z.string(), z.unknown()),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type ImportView = z.infer<typeof ImportView>;

const mine = { access: "import:run", record: "import" } as const;

export const importApi = {
  list: endpoint({
    method: "GET",
    url: "/imports",
    config: { access: "import:run" },
    schema: { summary: "My latest imports", response: { 200: z.array(ImportView.omit({ refusedRows: true })) } },
  }),
  create: endpoint({
    method: "POST",
    url: "/imports",
    config: { access: "import:run" },
    schema: {
      summary: "Check an uploaded file of contacts: a dry run that writes no contact",
      body: z.object({ fileId: z.uuid(), options: ImportOptions.prefault({}) }),
      response: { 202: ImportView },
    },
  }),
  show: endpoint({
    method: "GET",
    url: "/imports/:id",
    config: mine,
    schema: { summary: "An import and its progress", params: IdParams, response: { 200: ImportView } },
  }),
  run: endpoint({
    method: "POST",
    url: "/imports/:id/run",
    config: mine,
    schema: { summary: "Import the rows that the dry run accepted", params: IdParams, response: { 202: ImportView } },
  }),
  cancel: endpoint({
    method: "POST",
    url: "/imports/:id/cancel",
    config: mine,
    schema: { summary: "Stop; rows already imported stay", params: IdParams, response: { 200: ImportView } },
  }),
  report: endpoint({
    method: "GET",
    url: "/imports/:id/report",
    config: mine,
    schema: {
      summary: "The refused rows as a spreadsheet, with a « Motif » column",
      params: IdParams,
      response: { 200: z.unknown() },
    },
  }),
};

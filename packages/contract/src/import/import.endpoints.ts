import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { IdParams, text } from "../shared/page.ts";
import {
  ImportMapping,
  ImportOptions,
  ImportRows,
  ImportSummary,
  ImportTarget,
  ImportView,
  importRecords,
} from "./import.schema.ts";

const mine = { access: "import:run", record: "import" } as const;

export const importApi = {
  list: endpoint({
    method: "GET",
    url: "/imports",
    config: { access: "import:run" },
    schema: { summary: "My latest imports", response: { 200: z.array(ImportSummary) } },
  }),
  targets: endpoint({
    method: "GET",
    url: "/imports/targets",
    config: { access: "import:run" },
    schema: {
      summary: "What a column of a file can be matched with",
      querystring: z.object({ record: z.enum(importRecords) }),
      response: { 200: z.array(ImportTarget) },
    },
  }),
  template: endpoint({
    method: "GET",
    url: "/imports/template",
    config: { access: "import:run" },
    schema: {
      summary: "A workbook to fill in: the codes of fields and questions, notes, lists of choices, an example",
      querystring: z.object({ record: z.enum(importRecords) }),
      response: { 200: z.unknown() },
    },
  }),
  create: endpoint({
    method: "POST",
    url: "/imports",
    config: { access: "import:run" },
    schema: {
      summary: "Check an uploaded file: a dry run that writes no record",
      body: z.object({
        fileId: z.uuid(),
        record: z.enum(importRecords).default("contact"),
        options: ImportOptions.prefault({}),
      }),
      response: { 202: ImportView },
    },
  }),
  show: endpoint({
    method: "GET",
    url: "/imports/:id",
    config: mine,
    schema: { summary: "An import and its progress", params: IdParams, response: { 200: ImportView } },
  }),
  change: endpoint({
    method: "PUT",
    url: "/imports/:id/options",
    config: mine,
    schema: {
      summary: "Other options, columns matched by hand (remembered for the next file): checks the file again",
      params: IdParams,
      body: z.object({ options: ImportOptions, mapping: ImportMapping.default({}) }),
      response: { 202: ImportView },
    },
  }),
  rows: endpoint({
    method: "GET",
    url: "/imports/:id/rows",
    config: mine,
    schema: {
      summary: "Some rows of the file, and what the import would do with each",
      params: IdParams,
      querystring: z.object({
        /** How many rows to pass over. */
        from: z.coerce.number().int().min(0).max(1_048_576).default(0),
        size: z.coerce.number().int().min(1).max(200).default(50),
        only: z.enum(["refused"]).optional(),
      }),
      response: { 200: ImportRows },
    },
  }),
  edit: endpoint({
    method: "PUT",
    url: "/imports/:id/cells",
    config: mine,
    schema: {
      summary: "Correct cells before they are imported: checks the file again",
      params: IdParams,
      body: z.object({
        edits: z
          .array(
            z.object({
              row: z.int().min(1).max(1_100_000),
              column: z.int().min(0).max(499),
              value: text(32_767),
            }),
          )
          .min(1)
          .max(500),
      }),
      response: { 202: ImportView },
    },
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
  undo: endpoint({
    method: "POST",
    url: "/imports/:id/undo",
    config: mine,
    schema: {
      summary: "Put back, within 30 days, each record that nobody has changed since",
      params: IdParams,
      response: { 202: ImportView },
    },
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

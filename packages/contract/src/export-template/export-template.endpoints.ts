import { records } from "@crm/fields";
import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { Can, IdParams, line, Nothing } from "../shared/page.ts";

const record = z.enum(records);

/** Where a column comes from; on screen a panel each (guide 4.3: « ouvrez le volet voulu »). */
export const columnPanels = [
  "contact",
  "contactQuestions",
  "opportunity",
  "stages",
  "opportunityQuestions",
  "user",
] as const;
export type ColumnPanel = (typeof columnPanels)[number];

/**
 * A column of an export: « contact.lastName », « user.email » (of the owner), « stages.<id> » (the day it was reached),
 * « contactQuestions.<id> ». What is behind it may be archived since; the column stays.
 */
export const ColumnRef = z
  .string()
  .regex(/^[a-zA-Z]+\.[a-zA-Z0-9-]+$/)
  .max(80);

export const ExportColumn = z.object({
  ref: ColumnRef,
  /** As the screen shows it, in French. */
  label: z.string(),
  /** What heads its column: the code that an import reads back. */
  code: z.string(),
  archived: z.boolean(),
});
export type ExportColumn = z.infer<typeof ExportColumn>;

/** What may be exported of a record, and the standard export: what goes out without a template. */
export const ExportColumns = z.object({
  panels: z.array(z.object({ panel: z.enum(columnPanels), columns: z.array(ExportColumn) })),
  standard: z.array(ColumnRef),
});
export type ExportColumns = z.infer<typeof ExportColumns>;

/** « Classique »: one row a record. Room for others. */
export const exportTemplateKinds = ["classic"] as const;

const template = {
  name: line(80).min(1),
  kind: z.enum(exportTemplateKinds),
  /** Everybody of the organisation may export with it. */
  shared: z.boolean(),
  columns: z.array(ColumnRef).min(1).max(300),
};

export const ExportTemplateInput = z.object({
  ...template,
  record,
  kind: template.kind.default("classic"),
  shared: template.shared.default(false),
});

export const ExportTemplate = z.object({
  ...template,
  id: z.uuid(),
  record,
  owner: z.object({ id: z.uuid(), name: z.string() }),
  /** The columns as they are now, in order; one whose question or stage is gone for good is missing. */
  resolved: z.array(ExportColumn),
  version: z.int(),
  createdAt: z.iso.datetime(),
  can: Can,
});
export type ExportTemplate = z.infer<typeof ExportTemplate>;

/** In a list: how many columns instead of which. */
export const ExportTemplateRow = ExportTemplate.omit({ columns: true, resolved: true }).extend({ size: z.int() });
export type ExportTemplateRow = z.infer<typeof ExportTemplateRow>;

const config = { access: "export:run" } as const;

export const exportTemplateApi = {
  list: endpoint({
    method: "GET",
    url: "/export-templates",
    config,
    schema: {
      summary: "The export templates that I may use, by name",
      querystring: z.object({ record: record.optional() }),
      response: { 200: z.array(ExportTemplateRow) },
    },
  }),
  columns: endpoint({
    method: "GET",
    url: "/export-templates/columns",
    config,
    schema: {
      summary: "The columns that an export may have",
      querystring: z.object({ record }),
      response: { 200: ExportColumns },
    },
  }),
  show: endpoint({
    method: "GET",
    url: "/export-templates/:id",
    config,
    schema: { summary: "An export template", params: IdParams, response: { 200: ExportTemplate } },
  }),
  create: endpoint({
    method: "POST",
    url: "/export-templates",
    config,
    schema: {
      summary: "Save an export template",
      body: ExportTemplateInput,
      response: { 201: ExportTemplate },
    },
  }),
  update: endpoint({
    method: "PATCH",
    url: "/export-templates/:id",
    config,
    schema: {
      summary: "Rename, share or change an export template",
      params: IdParams,
      body: z.object(template).partial().extend({ version: z.int().positive() }),
      response: { 200: ExportTemplate },
    },
  }),
  remove: endpoint({
    method: "DELETE",
    url: "/export-templates/:id",
    config,
    schema: {
      summary: "Delete an export template; exports made with it stay",
      params: IdParams,
      response: { 204: Nothing },
    },
  }),
};

import { z } from "zod";
import { ImportOptions } from "../import/import.schema.ts";
import { endpoint } from "../shared/endpoint.ts";
import { IdParams } from "../shared/page.ts";
import { BulkInput, BulkView } from "./bulk.schema.ts";

export const bulkApi = {
  list: endpoint({
    method: "GET",
    url: "/bulk",
    config: { access: "crm:use" },
    schema: { summary: "My latest bulk changes", response: { 200: z.array(BulkView) } },
  }),
  create: endpoint({
    method: "POST",
    url: "/bulk",
    config: { access: "crm:use" },
    schema: {
      summary: "Change many records: up to 100 at once, more in the background",
      body: BulkInput,
      response: { 202: BulkView },
    },
  }),
  show: endpoint({
    method: "GET",
    url: "/bulk/:id",
    config: { access: "crm:use" },
    schema: { summary: "A bulk change of mine and its progress", params: IdParams, response: { 200: BulkView } },
  }),
  checkDeletion: endpoint({
    method: "POST",
    url: "/bulk/deletions",
    config: { access: "import:run" },
    schema: {
      summary: "Read which contacts an uploaded file names, by their code; deletes nothing yet (guide 2.6)",
      body: ImportOptions.pick({ encoding: true, delimiter: true }).extend({ fileId: z.uuid() }),
      response: { 202: BulkView },
    },
  }),
  run: endpoint({
    method: "POST",
    url: "/bulk/:id/run",
    config: { access: "crm:use" },
    schema: { summary: "Do what was checked", params: IdParams, response: { 202: BulkView } },
  }),
  cancel: endpoint({
    method: "POST",
    url: "/bulk/:id/cancel",
    config: { access: "crm:use" },
    schema: {
      summary: "Stop; what is changed stays, and can be undone",
      params: IdParams,
      response: { 200: BulkView },
    },
  }),
  undo: endpoint({
    method: "POST",
    url: "/bulk/:id/undo",
    config: { access: "crm:use" },
    schema: {
      summary: "Restore each record that nobody has changed since",
      params: IdParams,
      response: { 202: BulkView },
    },
  }),
};

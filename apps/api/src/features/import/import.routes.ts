import { importApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contentDisposition } from "../file/file.service.ts";
import {
  cancelImport,
  changeImport,
  createImport,
  editImport,
  importTargets,
  listImports,
  openReport,
  runImport,
  showImport,
  undoImport,
} from "./import.service.ts";
import { importRows } from "./import-grid.service.ts";
import { importTemplate } from "./import-template.service.ts";

export const importRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...importApi.list, handler: ({ ctx }) => listImports(ctx) });
  app.route({ ...importApi.targets, handler: ({ ctx, query }) => importTargets(ctx, query.record) });
  app.route({
    ...importApi.template,
    handler: async ({ ctx, query }, reply) => {
      const { name, content } = await importTemplate(ctx, query.record);
      return reply
        .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .header("content-disposition", contentDisposition("attachment", name))
        .header("cache-control", "private, no-store")
        .send(content);
    },
  });
  app.route({
    ...importApi.create,
    handler: async ({ ctx, body }, reply) => reply.code(202).send(await createImport(ctx, body)),
  });
  app.route({ ...importApi.show, handler: ({ ctx, params }) => showImport(ctx, params.id) });
  app.route({
    ...importApi.change,
    handler: async ({ ctx, params, body }, reply) => reply.code(202).send(await changeImport(ctx, params.id, body)),
  });
  app.route({ ...importApi.rows, handler: ({ ctx, params, query }) => importRows(ctx, params.id, query) });
  app.route({
    ...importApi.edit,
    handler: async ({ ctx, params, body }, reply) => reply.code(202).send(await editImport(ctx, params.id, body.edits)),
  });
  app.route({
    ...importApi.run,
    handler: async ({ ctx, params }, reply) => reply.code(202).send(await runImport(ctx, params.id)),
  });
  app.route({ ...importApi.cancel, handler: ({ ctx, params }) => cancelImport(ctx, params.id) });
  app.route({
    ...importApi.undo,
    handler: async ({ ctx, params }, reply) => reply.code(202).send(await undoImport(ctx, params.id)),
  });
  app.route({
    ...importApi.report,
    handler: async ({ ctx, params }, reply) => {
      const { file, content } = await openReport(ctx, params.id);
      return reply
        .header("content-type", file.mediaType)
        .header("content-length", file.size)
        .header("content-disposition", contentDisposition("attachment", file.name))
        .header("cache-control", "private, no-store")
        .send(content);
    },
  });
};

import { exportTemplateApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  createTemplate,
  exportColumns,
  listTemplates,
  removeTemplate,
  showTemplate,
  updateTemplate,
} from "./export-template.service.ts";

export const exportTemplateRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...exportTemplateApi.list, handler: ({ ctx, query }) => listTemplates(ctx, query.record) });
  app.route({ ...exportTemplateApi.columns, handler: ({ ctx, query }) => exportColumns(ctx, query.record) });
  app.route({ ...exportTemplateApi.show, handler: ({ ctx, params }) => showTemplate(ctx, params.id) });
  app.route({
    ...exportTemplateApi.create,
    handler: async ({ ctx, body }, reply) => reply.code(201).send(await createTemplate(ctx, body)),
  });
  app.route({ ...exportTemplateApi.update, handler: ({ ctx, params, body }) => updateTemplate(ctx, params.id, body) });
  app.route({
    ...exportTemplateApi.remove,
    handler: async ({ ctx, params }, reply) => {
      await removeTemplate(ctx, params.id);
      return reply.code(204).send(null);
    },
  });
};

import { viewApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { createView, listViews, prefer, removeView, updateView } from "./view.service.ts";

export const viewRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...viewApi.list, handler: ({ ctx, query }) => listViews(ctx, query.record) });
  app.route({
    ...viewApi.create,
    handler: async ({ ctx, body }, reply) => reply.code(201).send(await createView(ctx, body)),
  });
  app.route({ ...viewApi.update, handler: ({ ctx, params, body }) => updateView(ctx, params.id, body) });
  app.route({
    ...viewApi.remove,
    handler: async ({ ctx, params }, reply) => {
      await removeView(ctx, params.id);
      return reply.code(204).send(null);
    },
  });
  app.route({ ...viewApi.prefer, handler: ({ ctx, body }) => prefer(ctx, body) });
};

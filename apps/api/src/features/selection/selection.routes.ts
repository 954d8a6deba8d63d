import { selectionApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { createSelection, listSelections, removeSelection, updateSelection } from "./selection.service.ts";

export const selectionRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...selectionApi.list, handler: ({ ctx }) => listSelections(ctx) });
  app.route({
    ...selectionApi.create,
    handler: async ({ ctx, body }, reply) => reply.code(201).send(await createSelection(ctx, body)),
  });
  app.route({ ...selectionApi.update, handler: ({ ctx, params, body }) => updateSelection(ctx, params.id, body) });
  app.route({
    ...selectionApi.remove,
    handler: async ({ ctx, params }, reply) => {
      await removeSelection(ctx, params.id);
      return reply.code(204).send(null);
    },
  });
};

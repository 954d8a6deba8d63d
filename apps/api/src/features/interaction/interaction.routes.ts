import { interactionApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  createInteraction,
  listInteractions,
  removeInteraction,
  restoreInteraction,
  updateInteraction,
} from "./interaction.service.ts";

export const interactionRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...interactionApi.list, handler: ({ ctx, params, query }) => listInteractions(ctx, params.id, query) });
  app.route({
    ...interactionApi.create,
    handler: async ({ ctx, params, body }, reply) =>
      reply.code(201).send(await createInteraction(ctx, params.id, body)),
  });
  app.route({ ...interactionApi.update, handler: ({ ctx, params, body }) => updateInteraction(ctx, params.id, body) });
  app.route({
    ...interactionApi.remove,
    handler: async ({ ctx, params }, reply) => {
      await removeInteraction(ctx, params.id);
      return reply.code(204).send(null);
    },
  });
  app.route({ ...interactionApi.restore, handler: ({ ctx, params }) => restoreInteraction(ctx, params.id) });
};

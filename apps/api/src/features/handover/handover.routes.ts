import { handoverApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { belongingsOf, handOver } from "./handover.service.ts";

export const handoverRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...handoverApi.show, handler: ({ ctx, params }) => belongingsOf(ctx, params.id) });
  app.route({
    ...handoverApi.run,
    handler: async ({ ctx, params, body }, reply) => {
      await handOver(ctx, params.id, body.toId);
      return reply.code(204).send(null);
    },
  });
};

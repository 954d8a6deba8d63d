import { pipelineApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  archivePipeline,
  createPipeline,
  listPipelines,
  reorderPipelines,
  updatePipeline,
} from "./pipeline.service.ts";

export const pipelineRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...pipelineApi.list, handler: ({ ctx }) => listPipelines(ctx) });
  app.route({
    ...pipelineApi.create,
    handler: async ({ ctx, body }, reply) => reply.code(201).send(await createPipeline(ctx, body)),
  });
  app.route({ ...pipelineApi.update, handler: ({ ctx, params, body }) => updatePipeline(ctx, params.id, body) });
  app.route({
    ...pipelineApi.setArchived,
    handler: ({ ctx, params, body }) => archivePipeline(ctx, params.id, body.archived),
  });
  app.route({
    ...pipelineApi.reorder,
    handler: async ({ ctx, body }, reply) => {
      await reorderPipelines(ctx, body.ids);
      return reply.code(204).send(null);
    },
  });
};

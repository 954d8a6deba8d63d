import { submissionApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { receiveSubmission } from "./receive.service.ts";
import { countSubmissions, listSubmissions, showSubmission, submissionStats } from "./submission.service.ts";

export const submissionRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...submissionApi.list, handler: ({ ctx, query }) => listSubmissions(ctx, query) });
  app.route({ ...submissionApi.count, handler: ({ ctx, query }) => countSubmissions(ctx, query) });
  app.route({ ...submissionApi.stats, handler: ({ ctx, query }) => submissionStats(ctx, query) });
  app.route({ ...submissionApi.show, handler: ({ ctx, params }) => showSubmission(ctx, params.id) });
  app.route({
    ...submissionApi.receive,
    handler: async ({ ctx, params, body, ip }, reply) =>
      reply.code(201).send(await receiveSubmission(ctx, params.slug, body, ip)),
  });
};

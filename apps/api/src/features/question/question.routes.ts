import { questionApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  createQuestion,
  questionImpact,
  questionsOf,
  questionUsage,
  removeQuestion,
  reorderQuestions,
  restoreQuestion,
  updateQuestion,
} from "./question.service.ts";

export const questionRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({
    ...questionApi.list,
    handler: ({ ctx, query }) => questionsOf(ctx, query.record, { archived: query.archived }),
  });
  app.route({ ...questionApi.usage, handler: ({ ctx, query }) => questionUsage(ctx, query.record) });
  app.route({
    ...questionApi.create,
    handler: async ({ ctx, body }, reply) => reply.code(201).send(await createQuestion(ctx, body.record, body.input)),
  });
  app.route({ ...questionApi.impact, handler: ({ ctx, params, body }) => questionImpact(ctx, params.id, body.input) });
  app.route({ ...questionApi.update, handler: ({ ctx, params, body }) => updateQuestion(ctx, params.id, body) });
  app.route({ ...questionApi.remove, handler: ({ ctx, params }) => removeQuestion(ctx, params.id) });
  app.route({ ...questionApi.restore, handler: ({ ctx, params }) => restoreQuestion(ctx, params.id) });
  app.route({
    ...questionApi.reorder,
    handler: async ({ ctx, body }, reply) => {
      await reorderQuestions(ctx, body.record, body);
      return reply.code(204).send(null);
    },
  });
};

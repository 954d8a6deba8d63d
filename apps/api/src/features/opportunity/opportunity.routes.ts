import { opportunityApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { duplicateOpportunity } from "./copy.service.ts";
import {
  answerOpportunity,
  assignOpportunity,
  countOpportunities,
  createOpportunity,
  listOpportunities,
  opportunityTimeline,
  showOpportunity,
  updateOpportunity,
} from "./opportunity.service.ts";
import { reachStage, stepBack } from "./progress.service.ts";
import { changeStatus } from "./status.service.ts";

export const opportunityRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...opportunityApi.list, handler: ({ ctx, query }) => listOpportunities(ctx, query) });
  app.route({ ...opportunityApi.count, handler: ({ ctx, query }) => countOpportunities(ctx, query) });
  app.route({ ...opportunityApi.show, handler: ({ ctx, params }) => showOpportunity(ctx, params.id) });
  app.route({
    ...opportunityApi.timeline,
    handler: ({ ctx, params, query }) => opportunityTimeline(ctx, params.id, query),
  });
  app.route({
    ...opportunityApi.create,
    handler: async ({ ctx, body }, reply) => reply.code(201).send(await createOpportunity(ctx, body)),
  });
  app.route({ ...opportunityApi.update, handler: ({ ctx, params, body }) => updateOpportunity(ctx, params.id, body) });
  app.route({
    ...opportunityApi.duplicate,
    handler: async ({ ctx, params }, reply) => reply.code(201).send(await duplicateOpportunity(ctx, params.id)),
  });
  app.route({ ...opportunityApi.answer, handler: ({ ctx, params, body }) => answerOpportunity(ctx, params.id, body) });
  app.route({ ...opportunityApi.assign, handler: ({ ctx, params, body }) => assignOpportunity(ctx, params.id, body) });
  app.route({ ...opportunityApi.changeStatus, handler: ({ ctx, params, body }) => changeStatus(ctx, params.id, body) });
  app.route({ ...opportunityApi.reachStage, handler: ({ ctx, params, body }) => reachStage(ctx, params.id, body) });
  app.route({
    ...opportunityApi.stepBack,
    handler: ({ ctx, params, query }) => stepBack(ctx, params.id, query.stageId),
  });
};

import { binApi } from "@crm/contract";
import type { FastifyReply } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  contactImpact,
  deleteContact,
  deleteOpportunity,
  listBin,
  restoreContact,
  restoreOpportunity,
} from "./bin-page.service.ts";
import { purgeContact, purgeOpportunity } from "./bin-purge.service.ts";

async function empty(done: Promise<void>, reply: FastifyReply): Promise<never> {
  await done;
  return reply.code(204).send(null) as never;
}

export const binRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...binApi.list, handler: ({ ctx, query }) => listBin(ctx, query) });
  app.route({ ...binApi.contactImpact, handler: ({ ctx, params }) => contactImpact(ctx, params.id) });
  app.route({
    ...binApi.deleteContact,
    handler: ({ ctx, params }, reply) => empty(deleteContact(ctx, params.id), reply as FastifyReply),
  });
  app.route({
    ...binApi.deleteOpportunity,
    handler: ({ ctx, params }, reply) => empty(deleteOpportunity(ctx, params.id), reply as FastifyReply),
  });
  app.route({
    ...binApi.restoreContact,
    handler: ({ ctx, params }, reply) => empty(restoreContact(ctx, params.id), reply as FastifyReply),
  });
  app.route({
    ...binApi.restoreOpportunity,
    handler: ({ ctx, params }, reply) => empty(restoreOpportunity(ctx, params.id), reply as FastifyReply),
  });
  app.route({
    ...binApi.purgeContact,
    handler: ({ ctx, params }, reply) => empty(purgeContact(ctx, params.id), reply as FastifyReply),
  });
  app.route({
    ...binApi.purgeOpportunity,
    handler: ({ ctx, params }, reply) => empty(purgeOpportunity(ctx, params.id), reply as FastifyReply),
  });
};

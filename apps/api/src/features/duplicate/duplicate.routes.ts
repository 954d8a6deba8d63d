import { duplicateApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { listDuplicates, setDistinct, similarContacts } from "./duplicate.service.ts";
import { compareContacts, mergeContacts, undoMerge } from "./merge.service.ts";

export const duplicateRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...duplicateApi.similar, handler: ({ ctx, query }) => similarContacts(ctx, query) });
  app.route({ ...duplicateApi.list, handler: ({ ctx, query }) => listDuplicates(ctx, query) });
  app.route({
    ...duplicateApi.setDistinct,
    handler: async ({ ctx, body }, reply) => {
      await setDistinct(ctx, body);
      return reply.code(204).send(null);
    },
  });
  app.route({ ...duplicateApi.compare, handler: ({ ctx, query }) => compareContacts(ctx, query) });
  app.route({
    ...duplicateApi.merge,
    handler: async ({ ctx, body }, reply) => reply.code(201).send(await mergeContacts(ctx, body)),
  });
  app.route({ ...duplicateApi.undo, handler: ({ ctx, params, body }) => undoMerge(ctx, params.id, body) });
};

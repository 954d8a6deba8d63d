import { bulkApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { cancelBulk, checkDeletion, createBulk, listBulk, runChecked, showBulk, undoBulk } from "./bulk.service.ts";

export const bulkRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...bulkApi.list, handler: ({ ctx }) => listBulk(ctx) });
  app.route({
    ...bulkApi.create,
    handler: async ({ ctx, body }, reply) => reply.code(202).send(await createBulk(ctx, body)),
  });
  app.route({ ...bulkApi.show, handler: ({ ctx, params }) => showBulk(ctx, params.id) });
  app.route({
    ...bulkApi.checkDeletion,
    handler: async ({ ctx, body }, reply) => reply.code(202).send(await checkDeletion(ctx, body)),
  });
  app.route({
    ...bulkApi.run,
    handler: async ({ ctx, params }, reply) => reply.code(202).send(await runChecked(ctx, params.id)),
  });
  app.route({ ...bulkApi.cancel, handler: ({ ctx, params }) => cancelBulk(ctx, params.id) });
  app.route({
    ...bulkApi.undo,
    handler: async ({ ctx, params }, reply) => reply.code(202).send(await undoBulk(ctx, params.id)),
  });
};

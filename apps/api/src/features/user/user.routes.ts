import { userApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  createUser,
  listDirectory,
  listUsers,
  setUserActive,
  setUserPhoto,
  showUser,
  updateUser,
} from "./user.service.ts";

export const userRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...userApi.directory, handler: ({ ctx }) => listDirectory(ctx) });
  app.route({ ...userApi.list, handler: ({ ctx, query }) => listUsers(ctx, query) });
  app.route({ ...userApi.show, handler: ({ ctx, params }) => showUser(ctx, params.id) });
  app.route({
    ...userApi.create,
    handler: async ({ ctx, body }, reply) => reply.code(201).send(await createUser(ctx, body)),
  });
  app.route({ ...userApi.update, handler: ({ ctx, params, body, ip }) => updateUser(ctx, params.id, body, ip) });
  app.route({ ...userApi.setActive, handler: ({ ctx, params, body }) => setUserActive(ctx, params.id, body.active) });
  app.route({ ...userApi.setPhoto, handler: ({ ctx, params, body }) => setUserPhoto(ctx, params.id, body.fileId) });
};

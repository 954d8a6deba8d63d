import { installationApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { install, showDemo, showInstallation } from "./installation.service.ts";

export const installationRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...installationApi.show, handler: ({ ctx }) => showInstallation(ctx) });
  app.route({
    ...installationApi.run,
    handler: async ({ ctx, body, ip }, reply) => {
      await install(ctx, body, ip);
      return reply.code(204).send(null);
    },
  });
  app.route({ ...installationApi.demo, handler: ({ ctx }) => showDemo(ctx) });
};

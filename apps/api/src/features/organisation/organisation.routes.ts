import { organisationApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { createOrganisation, listOrganisations } from "./organisation.service.ts";

export const organisationRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...organisationApi.list, handler: ({ ctx }) => listOrganisations(ctx) });
  app.route({
    ...organisationApi.create,
    handler: async ({ ctx, body }, reply) => reply.code(201).send(await createOrganisation(ctx, body)),
  });
};

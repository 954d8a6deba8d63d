import { consentApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { changeConsent, listConsents } from "./consent.service.ts";

export const consentRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...consentApi.list, handler: ({ ctx, params }) => listConsents(ctx, params.id) });
  app.route({ ...consentApi.change, handler: ({ ctx, params, body }) => changeConsent(ctx, params.id, body) });
};

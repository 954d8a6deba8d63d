import { validityApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { verifyContact } from "./validity.service.ts";

export const validityRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...validityApi.verify, handler: ({ ctx, params }) => verifyContact(ctx, params.id) });
};

import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";

export const opportunityRoutes: FastifyPluginAsyncZod = async () => {};

import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";

export const pipelineRoutes: FastifyPluginAsyncZod = async () => {};

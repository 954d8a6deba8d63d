import { boardApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { moveToStage, showColumns } from "./board.service.ts";

export const boardRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...boardApi.columns, handler: ({ ctx, query }) => showColumns(ctx, query) });
  app.route({ ...boardApi.move, handler: ({ ctx, params, body }) => moveToStage(ctx, params.id, body) });
};

import { homeApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { chooseWidgets, listChanges, listStale, showPipeline, showWidgets, visit } from "./home.service.ts";

export const homeRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...homeApi.pipeline, handler: ({ ctx, query }) => showPipeline(ctx, query.whose) });
  app.route({ ...homeApi.stale, handler: ({ ctx, query }) => listStale(ctx, query.whose) });
  app.route({ ...homeApi.widgets, handler: ({ ctx }) => showWidgets(ctx) });
  app.route({ ...homeApi.chooseWidgets, handler: ({ ctx, body }) => chooseWidgets(ctx, body.widgets) });
  app.route({ ...homeApi.visit, handler: ({ ctx }) => visit(ctx) });
  app.route({ ...homeApi.changes, handler: ({ ctx, query }) => listChanges(ctx, query.since) });
};

import { reportApi } from "@crm/contract";
import type { FastifyReply } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contentDisposition } from "../file/file.service.ts";
import { showActivity, showForecast, showLostReasons } from "./activity.service.ts";
import { showDurations, showFunnel } from "./funnel.service.ts";
import { funnelSheet, salesSheet } from "./report-sheet.service.ts";
import { showResults } from "./results.service.ts";
import { showSales } from "./sales.service.ts";

export const reportRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...reportApi.funnel, handler: ({ ctx, query }) => showFunnel(ctx, query) });
  app.route({ ...reportApi.durations, handler: ({ ctx, query }) => showDurations(ctx, query) });
  app.route({
    ...reportApi.funnelSheet,
    handler: async ({ ctx, query }, reply) =>
      asSheet(reply, "entonnoir-des-ventes").send(await funnelSheet(ctx, query)),
  });
  app.route({ ...reportApi.sales, handler: ({ ctx, query }) => showSales(ctx, query) });
  app.route({
    ...reportApi.salesSheet,
    handler: async ({ ctx, query }, reply) => asSheet(reply, "reporting-commercial").send(await salesSheet(ctx, query)),
  });
  app.route({ ...reportApi.activity, handler: ({ ctx, query }) => showActivity(ctx, query) });
  app.route({ ...reportApi.results, handler: ({ ctx, query }) => showResults(ctx, query) });
  app.route({ ...reportApi.forecast, handler: ({ ctx, query }) => showForecast(ctx, query) });
  app.route({ ...reportApi.lostReasons, handler: ({ ctx, query }) => showLostReasons(ctx, query) });
};

const asSheet = (reply: FastifyReply, name: string) =>
  reply
    .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    .header("content-disposition", contentDisposition("attachment", `${name}.xlsx`));

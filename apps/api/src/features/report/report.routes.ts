import { reportApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { today } from "../../platform/today.ts";
import { contentDisposition } from "../file/file.service.ts";
import { showActivity, showForecast, showLostReasons } from "./activity.service.ts";
import { showDurations, showFunnel } from "./funnel.service.ts";
import { paperBook, reportPaper, reportPdf } from "./report-paper.service.ts";
import { showResults } from "./results.service.ts";
import { showSales } from "./sales.service.ts";

export const reportRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...reportApi.funnel, handler: ({ ctx, query }) => showFunnel(ctx, query) });
  app.route({ ...reportApi.durations, handler: ({ ctx, query }) => showDurations(ctx, query) });
  app.route({ ...reportApi.sales, handler: ({ ctx, query }) => showSales(ctx, query) });
  app.route({
    ...reportApi.paper,
    handler: async ({ ctx, query }, reply) =>
      reply
        .type("application/pdf")
        .header("content-disposition", contentDisposition("attachment", `${fileNames[query.report]}.pdf`))
        .send(await reportPdf(ctx, { ...query, day: today(ctx) })),
  });
  app.route({
    ...reportApi.sheet,
    handler: async ({ ctx, query }, reply) =>
      reply
        .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .header("content-disposition", contentDisposition("attachment", `${fileNames[query.report]}.xlsx`))
        .send(await paperBook(ctx, await reportPaper(ctx, { ...query, day: today(ctx) }))),
  });
  app.route({ ...reportApi.activity, handler: ({ ctx, query }) => showActivity(ctx, query) });
  app.route({ ...reportApi.results, handler: ({ ctx, query }) => showResults(ctx, query) });
  app.route({ ...reportApi.forecast, handler: ({ ctx, query }) => showForecast(ctx, query) });
  app.route({ ...reportApi.lostReasons, handler: ({ ctx, query }) => showLostReasons(ctx, query) });
};

const fileNames = { funnel: "entonnoir-des-ventes", sales: "reporting-commercial" } as const;

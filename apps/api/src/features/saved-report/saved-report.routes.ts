import { savedReportApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  createSavedReport,
  leaveReport,
  listSavedReports,
  removeSavedReport,
  scheduleReport,
  sendReport,
  updateSavedReport,
} from "./saved-report.service.ts";

export const savedReportRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...savedReportApi.list, handler: ({ ctx, query }) => listSavedReports(ctx, query.report) });
  app.route({
    ...savedReportApi.create,
    handler: async ({ ctx, body }, reply) => reply.code(201).send(await createSavedReport(ctx, body)),
  });
  app.route({ ...savedReportApi.update, handler: ({ ctx, params, body }) => updateSavedReport(ctx, params.id, body) });
  app.route({
    ...savedReportApi.remove,
    handler: async ({ ctx, params }, reply) => {
      await removeSavedReport(ctx, params.id);
      return reply.code(204).send(null);
    },
  });
  app.route({
    ...savedReportApi.schedule,
    handler: ({ ctx, params, body }) => scheduleReport(ctx, params.id, body.version, body.schedule),
  });
  app.route({
    ...savedReportApi.send,
    handler: async ({ ctx, params, body }, reply) => reply.code(202).send(await sendReport(ctx, params.id, body)),
  });
  app.route({
    ...savedReportApi.leave,
    handler: async ({ ctx, params }, reply) => {
      await leaveReport(ctx, params.id);
      return reply.code(204).send(null);
    },
  });
};

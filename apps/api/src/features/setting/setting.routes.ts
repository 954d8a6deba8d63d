import { settingApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { readSettings, updateSettings } from "./setting.service.ts";

export const settingRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...settingApi.show, handler: ({ ctx }) => readSettings(ctx) });
  app.route({ ...settingApi.update, handler: ({ ctx, body }) => updateSettings(ctx, body) });
};

import { healthApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { Refusal } from "../../platform/error.ts";
import { databaseAnswers } from "./health.service.ts";

export const healthRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({
    ...healthApi.health,
    handler: async ({ ctx }) => {
      if (app.draining.aborted || !(await databaseAnswers(ctx))) throw new Refusal("OVERLOADED");
      return { status: "ok" as const };
    },
  });
};

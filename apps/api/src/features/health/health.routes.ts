import { healthApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { Refusal } from "../../platform/error.ts";
import { databaseAnswers } from "./health.service.ts";

export const healthRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({
    ...healthApi.health,
    handler: async ({ ctx }) => {
      if (app.draining.aborted) throw new Refusal("OVERLOADED");
      if (app.watch?.away() || !(await databaseAnswers(ctx))) throw new Refusal("DATABASE_AWAY");
      return { status: "ok" as const };
    },
  });
};

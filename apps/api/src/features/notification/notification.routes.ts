import { notificationApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { openStream } from "../../platform/sse.ts";
import { watchChanges } from "../live/live.service.ts";
import { listNotifications, markNotificationsRead } from "./notification.service.ts";

export const notificationRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...notificationApi.list, handler: ({ ctx }) => listNotifications(ctx) });
  app.route({
    ...notificationApi.markRead,
    handler: async ({ ctx }, reply) => {
      await markNotificationsRead(ctx);
      return reply.code(204).send(null);
    },
  });
  app.route({
    ...notificationApi.stream,
    handler: (request, reply) => openStream(app, request, reply, (send) => watchChanges(request.ctx, send)),
  });
};

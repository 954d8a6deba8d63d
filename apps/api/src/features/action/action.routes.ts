import { actionApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  countActions,
  finishAction,
  listActions,
  planAction,
  removeAction,
  reopenAction,
  restoreAction,
  showAction,
  updateAction,
} from "./action.service.ts";
import {
  archiveActionType,
  createActionType,
  listActionTypes,
  reorderActionTypes,
  updateActionType,
} from "./action-type.service.ts";
import { calendarOf, closeCalendar, openCalendar, showCalendar } from "./calendar.service.ts";

export const actionRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...actionApi.list, handler: ({ ctx, query }) => listActions(ctx, query) });
  app.route({ ...actionApi.counts, handler: ({ ctx, query }) => countActions(ctx, query) });
  app.route({ ...actionApi.show, handler: ({ ctx, params }) => showAction(ctx, params.id) });
  app.route({
    ...actionApi.create,
    handler: async ({ ctx, body }, reply) => reply.code(201).send(await planAction(ctx, body)),
  });
  app.route({ ...actionApi.update, handler: ({ ctx, params, body }) => updateAction(ctx, params.id, body) });
  app.route({ ...actionApi.finish, handler: ({ ctx, params, body }) => finishAction(ctx, params.id, body) });
  app.route({ ...actionApi.reopen, handler: ({ ctx, params }) => reopenAction(ctx, params.id) });
  app.route({
    ...actionApi.remove,
    handler: async ({ ctx, params }, reply) => {
      await removeAction(ctx, params.id);
      return reply.code(204).send(null);
    },
  });
  app.route({ ...actionApi.restore, handler: ({ ctx, params }) => restoreAction(ctx, params.id) });
  app.route({ ...actionApi.types, handler: ({ ctx }) => listActionTypes(ctx) });
  app.route({
    ...actionApi.createType,
    handler: async ({ ctx, body }, reply) => reply.code(201).send(await createActionType(ctx, body)),
  });
  app.route({ ...actionApi.updateType, handler: ({ ctx, params, body }) => updateActionType(ctx, params.id, body) });
  app.route({
    ...actionApi.setTypeArchived,
    handler: ({ ctx, params, body }) => archiveActionType(ctx, params.id, body.archived),
  });
  app.route({
    ...actionApi.reorderTypes,
    handler: async ({ ctx, body }, reply) => {
      await reorderActionTypes(ctx, body.ids);
      return reply.code(204).send(null);
    },
  });
  app.route({ ...actionApi.calendar, handler: ({ ctx }) => showCalendar(ctx) });
  app.route({
    ...actionApi.openCalendar,
    handler: async ({ ctx }, reply) => reply.code(201).send(await openCalendar(ctx)),
  });
  app.route({
    ...actionApi.closeCalendar,
    handler: async ({ ctx }, reply) => {
      await closeCalendar(ctx);
      return reply.code(204).send(null);
    },
  });
  app.route({
    ...actionApi.readCalendar,
    handler: async ({ ctx, params, ip }, reply) =>
      reply
        .header("content-type", "text/calendar; charset=utf-8")
        .header("cache-control", "private, no-store")
        .send(await calendarOf(ctx, params.file, ip)),
  });
};

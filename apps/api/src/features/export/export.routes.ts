import { exportApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contentDisposition } from "../file/file.service.ts";
import {
  cancelExport,
  createExport,
  listExports,
  openExport,
  previewExport,
  removeExport,
  showExport,
} from "./export.service.ts";

export const exportRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...exportApi.list, handler: ({ ctx, query }) => listExports(ctx, query) });
  app.route({
    ...exportApi.create,
    handler: async ({ ctx, body }, reply) => reply.code(202).send(await createExport(ctx, body)),
  });
  app.route({ ...exportApi.preview, handler: ({ ctx, body }) => previewExport(ctx, body) });
  app.route({ ...exportApi.show, handler: ({ ctx, params }) => showExport(ctx, params.id) });
  app.route({ ...exportApi.cancel, handler: ({ ctx, params }) => cancelExport(ctx, params.id) });
  app.route({
    ...exportApi.remove,
    handler: async ({ ctx, params }, reply) => {
      await removeExport(ctx, params.id);
      return reply.code(204).send(null);
    },
  });
  app.route({
    ...exportApi.content,
    handler: async ({ ctx, params }, reply) => {
      const { file, content } = await openExport(ctx, params.id);
      return reply
        .header("content-type", file.mediaType)
        .header("content-length", file.size)
        .header("content-disposition", contentDisposition("attachment", file.name))
        .header("x-content-type-options", "nosniff")
        .header("cache-control", "private, no-store")
        .send(content);
    },
  });
};

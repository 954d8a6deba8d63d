import { fileApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { uploadAnswerFile } from "./answer-file.service.ts";
import { openFile, uploadFile } from "./file.service.ts";
import { contentDisposition } from "./file.view.ts";

export const fileRoutes: FastifyPluginAsyncZod = async (app) => {
  // The bytes go to the store as they come; the service counts them.
  app.addContentTypeParser("application/octet-stream", (_request, payload, done) => done(null, payload));
  app.route({
    ...fileApi.upload,
    handler: async (request, reply) => {
      // What is left of a refused body must be read, or the connection would hang.
      reply.raw.once("finish", () => request.raw.resume());
      const { name, purpose, questionId } = request.query;
      const file =
        purpose === "answer"
          ? await uploadAnswerFile(request.ctx, { name, questionId }, request.body)
          : await uploadFile(request.ctx, { name, purpose }, request.body);
      return reply.code(201).send(file);
    },
  });
  app.route({
    ...fileApi.download,
    handler: async ({ ctx, params }, reply) => {
      const { file, content } = await openFile(ctx, params.id);
      const shown = file.purpose === "portrait";
      return reply
        .header("content-type", file.mediaType)
        .header("content-length", file.size)
        .header("content-disposition", contentDisposition(shown ? "inline" : "attachment", file.name))
        .header("x-content-type-options", "nosniff")
        .header("cache-control", shown ? "private, max-age=31536000, immutable" : "private, no-store")
        .send(content);
    },
  });
};

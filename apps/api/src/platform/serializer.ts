import fp from "fastify-plugin";
import type { z } from "zod";

/** Replies leave as their response schema says: fields it doesn't name are dropped, a reply it refuses is a bug (500). */
export const serializer = fp(async (app) => {
  app.setSerializerCompiler(
    ({ schema }) =>
      (data) =>
        JSON.stringify((schema as z.ZodType).parse(data)),
  );
});

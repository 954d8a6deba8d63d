import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import fp from "fastify-plugin";
import { jsonSchemaTransform } from "fastify-type-provider-zod";

/** OpenAPI 3.1 at /api/openapi.json, made from the contract, and its page at /api/docs. */
export const openApi = fp(async (app) => {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Hélium Connect CRM",
        version: "1",
        description: "Errors answer { code, details, issues }. Lists are keyset-paged: pass `next` back as `after`.",
      },
      components: { securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } } },
      security: [{ bearer: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(async (docs) => {
    docs.addHook("onRoute", (route) => {
      route.config = { ...route.config, access: "public" };
      route.schema = { ...route.schema, hide: true, response: route.schema?.response ?? {} };
    });
    await docs.register(swaggerUi, { routePrefix: "/api/docs", staticCSP: true });
    docs.get("/api/openapi.json", { serializerCompiler: () => JSON.stringify }, async () => app.swagger());
  });
});

import { idempotencyHeader } from "@crm/contract";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import fp from "fastify-plugin";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { takesKey } from "./idempotency.ts";

/** What every command takes. */
const headers = {
  type: "object",
  properties: {
    [idempotencyHeader]: {
      type: "string",
      description:
        "Names this press: 8 to 200 visible ASCII characters, a UUID for instance. Given again within 24 hours, the command is not done again: it gets the same answer, marked Idempotency-Replayed. Another request under the same key is refused (KEY_ALREADY_USED).",
    },
  },
};

/** Who may read it where it is not open to all. */
const reader = "user:write";

/**
 * OpenAPI 3.1 at /api/openapi.json, made from the contract, and its page at /api/docs: for everybody (`open`), or for a signed-in
 * « Gestionnaire ». To be registered before the routes that it describes.
 */
export const openApi = fp<{ open: boolean }>(async (app, { open }) => {
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
    transform: (input) => {
      const { schema, url } = jsonSchemaTransform(input);
      return { schema: takesKey(input.route) ? { ...schema, headers } : schema, url };
    },
  });
  await app.register(async (docs) => {
    docs.addHook("onRoute", (route) => {
      route.config = { ...route.config, access: open ? "public" : reader };
      route.schema = { ...route.schema, hide: true, response: route.schema?.response ?? {} };
    });
    // These routes are there before those of `access`: its hook does not see them.
    if (!open) docs.addHook("onRequest", async (request) => void (await app.admit(request, reader)));
    await docs.register(swaggerUi, { routePrefix: "/api/docs", staticCSP: true });
    docs.get("/api/openapi.json", { serializerCompiler: () => JSON.stringify }, async () => app.swagger());
  });
});

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import fp from "fastify-plugin";
import { Refusal } from "./error.ts";

/**
 * Serves the built web application: hashed assets for ever, its one page for every address that is not the API's. Without a
 * folder, or before the application is built, there is the API alone.
 */
export const webApp = fp<{ folder?: string | undefined; demo: boolean }>(async (app, { folder, demo }) => {
  if (folder === undefined || !existsSync(join(folder, "index.html"))) {
    app.setNotFoundHandler(() => {
      throw new Refusal("NOT_FOUND");
    });
    return;
  }
  const html = await readFile(join(folder, "index.html"), "utf8");
  const page = demo ? html.replace("</head>", '<meta name="crm-demo" content="1"></head>') : html;
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      reply.header("cache-control", path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  app.get("/", async (_request, reply) => reply.type("text/html").header("cache-control", "no-cache").send(page));
  app.setNotFoundHandler((request, reply) => {
    if (request.method !== "GET" || request.url.startsWith("/api/") || request.url.startsWith("/assets/"))
      throw new Refusal("NOT_FOUND");
    return reply.type("text/html").header("cache-control", "no-cache").send(page);
  });
});

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyReply, FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { Refusal } from "./error.ts";

/** Where the first account is made; every page leads there until there is one. */
const setUpPage = "/installation";

interface WebAppOptions {
  folder?: string | undefined;
  demo: boolean;
  /** Whether there is an account. Asked for each page until there is one. */
  installed(): Promise<boolean>;
}

/**
 * Serves the built web application: hashed assets for ever, its one page for every address that is not the API's. Without a
 * folder, or before the application is built, there is the API alone.
 */
export const webApp = fp<WebAppOptions>(async (app, { folder, demo, installed }) => {
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
  // From the start on: a page needs no database then.
  let known = await installed().catch(() => false);
  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    known ||= await installed().catch(() => true); // the page itself says that the database is away
    reply.header("cache-control", "no-cache");
    const atSetUp = request.url.split("?")[0] === setUpPage;
    if (atSetUp === known) return reply.redirect(known ? "/" : setUpPage);
    return reply.type("text/html").send(page);
  };
  app.get("/", show);
  app.setNotFoundHandler((request, reply) => {
    if (request.method !== "GET" || request.url.startsWith("/api/") || request.url.startsWith("/assets/"))
      throw new Refusal("NOT_FOUND");
    return show(request, reply);
  });
});

import type { FastifyRequest } from "fastify";
import fp from "fastify-plugin";

/**
 * At a stop, requests under way are answered before the server closes, at most `seconds`. Until then new connections are
 * still taken: health answers them 503, so that a load balancer sends people elsewhere, and each answer closes its connection.
 */
export const drain = fp<{ seconds: number }>(async (app, { seconds }) => {
  const underWay = new Set<FastifyRequest>();
  let idle = () => {};
  app.addHook("onRequest", async (request, reply) => {
    underWay.add(request);
    if (app.draining.aborted) reply.header("connection", "close");
  });
  // Those whose request came before the stop.
  app.addHook("onSend", async (_request, reply) => {
    if (app.draining.aborted && !reply.raw.headersSent) reply.header("connection", "close");
  });
  app.addHook("onResponse", async (request) => {
    underWay.delete(request);
    if (underWay.size === 0) idle();
  });
  app.addHook("preClose", async () => {
    const cutOff = setTimeout(() => {
      idle();
      app.server.closeAllConnections();
    }, seconds * 1000);
    app.server.once("close", () => clearTimeout(cutOff));
    if (underWay.size > 0) await new Promise<void>((done) => (idle = done));
  });
});

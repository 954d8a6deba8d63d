import fp from "fastify-plugin";
import { collectDefaultMetrics, Histogram, Registry } from "prom-client";
import { Refusal } from "./error.ts";
import { hashSecret, isSecret } from "./secret.ts";

/** GET /metrics for Prometheus: the process's own figures and the duration of each route; with `token`, to who bears it. */
export const metrics = fp<{ enabled: boolean; token: string | undefined }>(async (app, { enabled, token }) => {
  if (!enabled) return;
  const register = new Registry();
  collectDefaultMetrics({ register });
  const duration = new Histogram({
    name: "http_request_duration_seconds",
    help: "Duration of requests by route",
    labelNames: ["method", "route", "status"],
    registers: [register],
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  app.get("/metrics", async ({ headers }, reply) => {
    if (token && !isSecret(headers.authorization ?? "", hashSecret(`Bearer ${token}`)))
      throw new Refusal("NOT_SIGNED_IN");
    return reply.header("content-type", register.contentType).send(await register.metrics());
  });
});

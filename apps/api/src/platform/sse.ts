import { PassThrough } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "./error.ts";

/** Sent when nothing else is, so that proxies keep the connection and a dead one is noticed. */
const keepAliveMs = 20_000;

/** Streams the actor's events, and what else `watch` finds for him, as text/event-stream until he leaves or the process drains. */
export function openStream(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  watch: (send: (event: object) => void) => () => void,
): FastifyReply {
  if (app.draining.aborted) throw new Refusal("OVERLOADED"); // another process takes it
  const { events, actor } = request.ctx;
  const stream = new PassThrough();
  const send = (event: object) => void stream.write(`data: ${JSON.stringify(event)}\n\n`);
  const unwatch = watch(send);
  const unsubscribe = events.subscribe((message) => {
    const { to, event, forget } = message as { to?: string; event?: object; forget?: string };
    if (to === actor.id && event) send(event);
    if (forget === actor.id) stream.end(); // his rights changed: the screen opens a new stream, or is refused
  });
  const keepAlive = setInterval(() => stream.write(": \n\n"), keepAliveMs);
  const end = () => stream.end();
  app.draining.addEventListener("abort", end, { once: true });
  stream.on("close", () => {
    clearInterval(keepAlive);
    unsubscribe();
    unwatch();
    app.draining.removeEventListener("abort", end);
  });
  request.raw.on("close", () => stream.destroy());
  stream.write(": \n\n");
  return reply
    .header("content-type", "text/event-stream")
    .header("cache-control", "no-store")
    .header("x-accel-buffering", "no")
    .send(stream);
}

import { PassThrough } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "./error.ts";

/** Sent when nothing else is, so that proxies keep the connection and a dead one is noticed. */
const keepAliveMs = 20_000;

/** Streams of one person in this process: more tabs than that ask again now and then, as they do when their stream is lost. */
const mostStreams = 20;
const streams = new Map<string, number>();

/** Streams the actor's events, and what else `watch` finds for him, as text/event-stream until he leaves or the process drains. Refuses with TOO_MANY_STREAMS. */
export function openStream(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  watch: (send: (event: object) => void) => () => void,
): FastifyReply {
  if (app.draining.aborted) throw new Refusal("OVERLOADED"); // another process takes it
  const { events, actor } = request.ctx;
  const others = streams.get(actor.id) ?? 0;
  if (others >= mostStreams) throw new Refusal("TOO_MANY_STREAMS", { most: mostStreams });
  streams.set(actor.id, others + 1);
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
    const left = (streams.get(actor.id) ?? 1) - 1;
    if (left > 0) streams.set(actor.id, left);
    else streams.delete(actor.id);
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

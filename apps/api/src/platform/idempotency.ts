import { Readable } from "node:stream";
import { idempotencyHeader } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import fp from "fastify-plugin";
import { z } from "zod";
import { type Ctx, inTransaction } from "./context.ts";
import { Refusal } from "./error.ts";
import { definePeriodicJob } from "./job.ts";

const hourMs = 3_600_000;
/** How long an answer is kept. */
const keptMs = 24 * hourMs;
/** A command takes as long as it takes: some convert every answer to a question. Ms. */
const commandTimeoutMs = 20 * 60_000;

/** What a client makes up for each press: a UUID or the like. */
const Key = z.string().regex(/^[\x21-\x7e]{8,200}$/);

type Route = Pick<RouteOptions, "method" | "config">;

/** Whether it is a command of somebody who has signed in. */
function isCommand({ method, config }: Route): boolean {
  const access = config?.access;
  return method !== "GET" && method !== "HEAD" && access !== undefined && access !== "public";
}

/** Whether its answer may be kept. */
export const takesKey = (route: Route): boolean => isCommand(route) && !route.config?.answersSecret;

/**
 * A command of somebody who has signed in is one transaction with its answer: what can't be answered has not been done. One
 * that carries an Idempotency-Key is done once, however often it comes: the key, the deed and the answer go together, so that
 * after a crash there are all three or none. The same key again gets the same answer for 24 hours; one that comes meanwhile
 * waits for it, at most 10 seconds (REQUEST_UNDER_WAY); with another request it is refused (KEY_ALREADY_USED). A refusal
 * undoes its key with all the rest: the next try is a new one.
 */
export const idempotency = fp(async (app) => {
  app.addHook("onRoute", (route) => {
    if (!isCommand(route)) return;
    const { handler } = route;
    route.handler = function (this: typeof app, request, reply) {
      // An upload is bytes on their way, no deed yet: what no command takes up is swept away.
      if (request.body instanceof Readable) return handler.call(this, request, reply);
      const key = takesKey(route) ? request.headers[idempotencyHeader] : undefined;
      return whole(request, reply, key, (held) => handler.call(this, request, held));
    };
  });
});

type Answer = { status: number; text: string | null };

async function whole(
  request: FastifyRequest,
  reply: FastifyReply,
  given: unknown,
  handle: (reply: FastifyReply) => unknown,
): Promise<FastifyReply> {
  const key = Key.optional().safeParse(given);
  if (!key.success) throw new Refusal("VALIDATION_FAILED", { header: idempotencyHeader });
  const act = (ctx: Ctx) => {
    request.ctx = ctx;
    return answerOf(reply, handle);
  };
  const answer = await inTransaction(
    request.ctx,
    (ctx) => (key.data === undefined ? act(ctx) : once(ctx, key.data, request, reply, act)),
    { timeout: commandTimeoutMs },
  );
  reply.code(answer.status);
  if (answer.text === null) return reply.send(null);
  return reply.header("content-type", "application/json; charset=utf-8").send(answer.text);
}

/** Does what a key names, or gives the answer that it has had. */
async function once(
  ctx: Ctx,
  key: string,
  { method, url, body }: FastifyRequest,
  reply: FastifyReply,
  act: (ctx: Ctx) => Promise<Answer>,
): Promise<Answer> {
  const id = ctx.digest(`${ctx.actor.id} ${key}`);
  const before = await take(ctx, id, ctx.digest(`${method} ${url} ${JSON.stringify(body ?? null)}`));
  if (before) {
    reply.header("idempotency-replayed", "true");
    return before;
  }
  const done = await act(ctx);
  await ctx.db.$executeRaw`
    UPDATE idempotency_keys SET status = ${done.status}, answer = ${done.text}::jsonb WHERE id = ${id}`;
  return done;
}

/** Takes a key for the transaction of ctx, or gives the answer that it has had. */
async function take(ctx: Ctx, id: string, request: string): Promise<Answer | null> {
  const now = ctx.now();
  const add = () => ctx.db.$executeRaw`
    INSERT INTO idempotency_keys (id, request, created_at) SELECT ${id}, ${request}, ${now}
    WHERE pg_try_advisory_xact_lock(hashtextextended(${id}, 0)) ON CONFLICT DO NOTHING`;
  if ((await add()) > 0) return null;
  // Somebody has it, or had it: wait for the end of that.
  await ctx.db.$executeRaw`SET LOCAL lock_timeout = '10s'`;
  await ctx.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${id}, 0))`.catch(refuseUnderWay);
  await ctx.db.$executeRaw`SET LOCAL lock_timeout TO DEFAULT`;
  if ((await add()) > 0) return null;
  const row = await ctx.db.idempotencyKey.findUniqueOrThrow({ where: { id } });
  if (row.request !== request) throw new Refusal("KEY_ALREADY_USED");
  return { status: row.status ?? 200, text: row.answer === null ? null : JSON.stringify(row.answer) };
}

/** What the handler answers, made but not sent: nothing leaves before the commit. */
async function answerOf(reply: FastifyReply, handle: (reply: FastifyReply) => unknown): Promise<Answer> {
  let sent: unknown;
  const held: FastifyReply = Object.create(reply, {
    // biome-ignore lint/suspicious/noThenProperty: whoever awaits a reply waits until it has left, and this one does not yet
    then: { value: undefined },
    send: {
      value: (payload: unknown) => {
        sent = payload;
        return held;
      },
    },
  });
  const returned = await handle(held);
  const payload = returned === held ? sent : returned;
  return { status: reply.statusCode, text: payload === null || payload === undefined ? null : text(reply, payload) };
}

const text = (reply: FastifyReply, payload: unknown) => String(reply.serialize(payload));

function refuseUnderWay(error: unknown): never {
  const waited =
    error instanceof Prisma.PrismaClientKnownRequestError && JSON.stringify(error.meta ?? {}).includes("55P03");
  throw waited ? new Refusal("REQUEST_UNDER_WAY", {}, { cause: error }) : error;
}

/** Every hour: answers older than a day are forgotten. */
export const idempotencyForgetting = definePeriodicJob({
  name: "idempotency.forget",
  everySeconds: 3600,
  async run(ctx) {
    const now = ctx.now().getTime();
    await ctx.db.idempotencyKey.deleteMany({ where: { createdAt: { lt: new Date(now - keptMs) } } });
  },
});

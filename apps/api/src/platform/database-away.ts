import type { FastifyReply } from "fastify";
import fp from "fastify-plugin";
import type { DatabaseWatch } from "../ports/database-watch.ts";
import { Refusal } from "./error.ts";

/** SQLSTATEs of a connection that failed, of a server that stops, crashed or only starts, and of one that takes no more connections. */
const sqlState = /^(08...|57P0[1-5]|53300)$/;
/** Codes of the system, and of Prisma. */
const codes = new Set(
  "ECONNREFUSED ECONNRESET ETIMEDOUT EPIPE ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH P1001 P1002 P1008 P1017 P2024 P2037".split(
    " ",
  ),
);
/** The driver's kinds of failure, in raw queries. */
const kinds = new Set(["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout", "TooManyConnections"]);
/** What has no code: pg's own words, and Prisma's for a transaction that found no connection in time. */
const words =
  /^Connection terminated|^timeout exceeded when trying to connect|^timeout expired|is not queryable|Unable to start a transaction in the given time/;

interface Failure extends Error {
  code?: unknown;
  originalCode?: unknown;
  kind?: unknown;
  meta?: { driverAdapterError?: unknown };
}

/**
 * Whether the database did not answer, or ended the connection: nothing is wrong with what was asked, later it will do. `error` is
 * what a query rejected with, from Prisma or from pg.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, originalCode, kind, message, meta, cause } = error as Failure;
  const known = [code, originalCode].some(
    (code) => typeof code === "string" && (sqlState.test(code) || codes.has(code)),
  );
  return (
    known ||
    kinds.has(String(kind)) ||
    words.test(message ?? "") ||
    isDatabaseAway(meta?.driverAdapterError) ||
    isDatabaseAway(cause)
  );
}

/**
 * While the database is away, requests of the API are answered DATABASE_AWAY at once, and those that wait for it as soon as that
 * is found out: nobody waits for a database that hangs. Health says so by itself; pages and files need no database.
 */
export const databaseAway = fp<{ watch: DatabaseWatch | undefined }>(async (app, { watch }) => {
  if (!watch) return;
  const waiting = new Set<FastifyReply>();
  app.addHook("onRequest", async (request, reply) => {
    if (!request.url.startsWith("/api/") || request.routeOptions.url === "/api/health") return;
    if (watch.away()) throw new Refusal("DATABASE_AWAY");
    waiting.add(reply);
  });
  app.addHook("onResponse", async (_request, reply) => void waiting.delete(reply));
  watch.whenAway(() => {
    for (const reply of waiting) if (!reply.sent) void reply.send(new Refusal("DATABASE_AWAY"));
  });
});

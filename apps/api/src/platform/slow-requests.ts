import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { ErrorBody } from "@crm/contract";
import fp from "fastify-plugin";
import { statusOf } from "./error.ts";

/** How long a request may take to arrive, ms: its headers; all of it, from somebody who is not signed in; all of it. */
export interface Patience {
  headers: number;
  anonymous: number;
  request: number;
}

/** Uploads of those who are signed in may take their time on a slow line; nobody else has much to send. */
export const patience: Patience = { headers: 15_000, anonymous: 20_000, request: 300_000 };

type Code = "REQUEST_UNREADABLE" | "REQUEST_TOO_SLOW" | "HEADERS_TOO_LARGE";
const codeOf: Record<string, Code> = {
  ERR_HTTP_REQUEST_TIMEOUT: "REQUEST_TOO_SLOW",
  HPE_HEADER_OVERFLOW: "HEADERS_TOO_LARGE",
};

/** Answers what never became a request in the contract's shape, and ends the connection. */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  answer(socket, codeOf[error.code ?? ""] ?? "REQUEST_UNREADABLE");
}

function answer(socket: Socket, code: Code): void {
  const body = JSON.stringify({ code, details: {}, issues: [] } satisfies ErrorBody);
  const head = [
    `HTTP/1.1 ${statusOf[code]} ${STATUS_CODES[statusOf[code]]}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "cache-control: no-store",
    "connection: close",
  ];
  if (!socket.writable) return void socket.destroy();
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/** Ends what somebody who is not signed in, or is refused, keeps sending drop by drop. To be registered before access is asked. */
export const slowRequests = fp<{ anonymous: number }>(async (app, { anonymous }) => {
  const limits = new WeakMap<IncomingMessage, NodeJS.Timeout>();
  app.addHook("onRequest", async ({ raw }, reply) => {
    if (!hasBody(raw)) return;
    const limit = setTimeout(() => {
      if (raw.complete) return;
      if (reply.raw.headersSent) raw.destroy();
      else answer(raw.socket, "REQUEST_TOO_SLOW");
    }, anonymous);
    limits.set(raw, limit.unref());
    for (const over of ["end", "close"]) raw.once(over, () => clearTimeout(limit));
  });
  app.addHook("preParsing", async ({ raw, routeOptions }) => {
    const { access } = routeOptions.config;
    if (access !== undefined && access !== "public") clearTimeout(limits.get(raw));
  });
});

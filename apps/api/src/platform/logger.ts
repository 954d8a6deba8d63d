import type { FastifyRequest, FastifyServerOptions } from "fastify";
import { errorForLog } from "./error-log.ts";

/** Whoever reads the log must not be able to act in somebody's name: names of what is blotted out, wherever it stands. */
const secretNames = [
  "password",
  "passwordHash",
  "current",
  "token",
  "accessToken",
  "refreshToken",
  "tokenHash",
  "secret",
];
const blot = "[caché]";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A request as the log may show it: the pattern of its route and the ids in its address. What else an address holds (searches,
 * filters, cursors, tokens, what somebody typed at random) may be a person's, whose anonymisation the log outlives.
 */
function requestForLog({ method, routeOptions, params, ip }: FastifyRequest) {
  const ids = Object.entries((params ?? {}) as Record<string, unknown>).filter(
    ([, value]) => typeof value === "string" && uuid.test(value),
  );
  return { method, route: routeOptions?.url ?? "unknown", ...Object.fromEntries(ids), remoteAddress: ip };
}

/** The log's settings; `stream` is for tests. */
export function loggerOptions(level: string, stream?: { write(line: string): void }): FastifyServerOptions["logger"] {
  return {
    level,
    ...(stream ? { stream } : {}),
    redact: {
      paths: [
        "req.headers.authorization",
        "req.headers.cookie",
        "res.headers['set-cookie']",
        ...secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      ],
      censor: blot,
    },
    serializers: { req: requestForLog, err: errorForLog },
  };
}

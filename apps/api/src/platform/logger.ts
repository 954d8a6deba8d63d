import type { FastifyRequest, FastifyServerOptions } from "fastify";

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

/**
 * Query parameters that carry a secret (the link that resets a password, « jeton »; tokens of any kind), and those in which
 * people are looked for: the log outlives their anonymisation.
 */
const secretInAddress = /([?&#;](?:jeton|[\w-]*token|password|secret|search|answers|filter)=)[^&#;\s]*/gi;

/** The secret address of a calendar. */
const secretPath = /(\/calendar\/)[^/?#\s]+/gi;

/** An address as the log may show it. */
export const addressForLog = (url: string): string =>
  url.replace(secretInAddress, `$1${blot}`).replace(secretPath, `$1${blot}`);

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
    serializers: {
      req: ({ method, url, host, ip }: FastifyRequest) => ({
        method,
        url: addressForLog(url),
        host,
        remoteAddress: ip,
      }),
    },
  };
}

import type { z } from "zod";
import type { Access, Permission, ScopedRecord } from "./permission.ts";

/** The header under which a client names a press: the same command under the same name is done once (docs/decisions/0020). */
export const idempotencyHeader = "idempotency-key";

/**
 * One endpoint, written once: the API adds a handler to it, the web calls it. Shaped like a Fastify route.
 *
 * `config.access` says who may call it (`also`: and needs this besides); `config.record` says whose record `params.id` names, so that the
 * access matrix test can try it with one's own record and with somebody else's.
 */
export interface Endpoint {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  url: `/${string}`;
  config: {
    access: Access;
    also?: Permission;
    record?: ScopedRecord;
    /** Its answer is a secret that is told once: no copy of it is kept for a command that comes again. */
    answersSecret?: true;
  };
  schema: {
    summary: string;
    params?: z.ZodObject;
    querystring?: z.ZodObject;
    body?: z.ZodType;
    response: { 200: z.ZodType } | { 201: z.ZodType } | { 202: z.ZodType } | { 204: z.ZodType };
  };
}

/** Types an endpoint without widening it. */
export const endpoint = <const E extends Endpoint>(definition: E) => definition;

type In<S> = S extends z.ZodType ? z.input<S> : never;
type Out<S> = S extends z.ZodType ? z.output<S> : never;
type Part<E extends Endpoint, K extends string, As extends string> =
  E["schema"] extends Record<K, infer S> ? { [Name in As]: In<S> } : unknown;

/** What a caller sends: `params`, `query`, `body`, each only where the endpoint has it. */
export type Request<E extends Endpoint> = Part<E, "params", "params"> &
  Part<E, "querystring", "query"> &
  Part<E, "body", "body">;

/** What a caller gets when the endpoint agrees. */
export type Response<E extends Endpoint> = Out<E["schema"]["response"][keyof E["schema"]["response"]]>;

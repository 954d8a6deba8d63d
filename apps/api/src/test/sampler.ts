import type { api, Endpoint, Permission, Request } from "@crm/contract";
import type { Somebody, World } from "./world.ts";

type Api = typeof api;

/** A request that a caller with every right may make; `needs` is what the endpoint asks beyond its declared access. */
type Sample<E extends Endpoint> = Request<E> & { headers?: Record<string, string>; needs?: Permission };
/** Makes it: for `me`, and on the record `id` where the endpoint is about one. */
type Sampler<E extends Endpoint> = (world: World, me: Somebody, id: string) => Sample<E> | Promise<Sample<E>>;
export type Samples = {
  [Noun in keyof Api]: {
    [Verb in keyof Api[Noun]]: Api[Noun][Verb] extends Endpoint ? Sampler<Api[Noun][Verb]> : never;
  };
};

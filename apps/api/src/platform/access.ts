import type { Access, Permission, ScopedRecord } from "@crm/contract";
import { Prisma, type PrismaClient } from "@crm/db";
import type { FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { z } from "zod";
import type { ActorDirectory } from "./actors.ts";
import { type Actor, application, type Ctx, type Ports } from "./context.ts";
import { Refusal } from "./error.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Who asks; refuses with NOT_SIGNED_IN or NOT_ALLOWED who may not. */
    admit(request: FastifyRequest, access: Access | undefined): Promise<Actor>;
  }
  interface FastifyRequest {
    ctx: Ctx;
  }
  interface FastifyContextConfig {
    access?: Access;
    also?: Permission;
    record?: ScopedRecord;
    answersSecret?: true;
  }
}
declare module "@fastify/jwt" {
  interface FastifyJWT {
    payload: { sub: string; sid: string };
    user: { sub: string; sid: string };
  }
}

export interface AccessDeps {
  db: PrismaClient;
  reader: PrismaClient;
  ports: Ports;
  actors: ActorDirectory;
}

/** Refuses to start with a route that declares no access; gives every request its ctx. */
export const access = fp<AccessDeps>(async (app, { db, reader, ports, actors }) => {
  app.addHook("onRoute", ({ method, url, config, schema }) => {
    if (method === "HEAD" || !url.startsWith("/api/")) return;
    if (!config?.access) throw new Error(`${method} ${url} does not declare its access`);
    if (!schema?.response) throw new Error(`${method} ${url} does not declare its response`);
  });
  app.decorateRequest("ctx", null as never);
  app.addHook("onRequest", async (request) => {
    const { access, also } = request.routeOptions.config;
    request.ctx = { ...ports, db, reader, actor: await admit(request, access, also) };
  });
  app.decorate("admit", admit);

  async function admit(request: FastifyRequest, access: Access = "public", also?: Permission): Promise<Actor> {
    const actor = access === "public" ? application : await signedIn(request);
    const open = access === "public" || access === "signed-in";
    for (const needed of [...(open ? [] : [access]), ...(also ? [also] : [])])
      if (!actor.permissions.has(needed)) throw new Refusal("NOT_ALLOWED", { access: needed });
    return actor;
  }

  async function signedIn(request: FastifyRequest): Promise<Actor> {
    const token = await request.jwtVerify<{ sub: string; sid: string }>().catch(() => null);
    const actor = token && (await actors.find(token.sid));
    if (!actor || actor.id !== token.sub) throw new Refusal("NOT_SIGNED_IN");
    return actor;
  }
});

/**
 * The one place that decides which records an actor sees: a condition on a table with `owner_id`, `organisation_id` and
 * `deleted_at`. Every list, count, card, export and report passes through it. `deleted`: those in the recycle bin instead, or
 * « either ».
 */
export function recordScope(
  actor: Actor,
  alias: string,
  { deleted = false }: { deleted?: boolean | "either" } = {},
): Prisma.Sql {
  const column = (name: string) => Prisma.raw(`${alias}.${name}`);
  const binned = Prisma.sql`${column("deleted_at")} ${deleted ? Prisma.raw("IS NOT NULL") : Prisma.raw("IS NULL")}`;
  const kept = deleted === "either" ? Prisma.sql`TRUE` : binned;
  switch (actor.scope) {
    case "all":
      return kept;
    case "organisation":
      return Prisma.sql`${column("organisation_id")} = ${actor.organisationId}::uuid AND ${kept}`;
    case "own":
      return Prisma.sql`${column("owner_id")} = ${actor.id}::uuid AND ${kept}`;
  }
}

/** The same as a text, for a column that a list is sorted by: its ids are the actor's own, which the database gave. */
export function scopeText(actor: Actor, alias: string): string {
  const { strings, values } = recordScope(actor, alias);
  return strings.reduce((sql, part, i) => `${sql}'${z.uuid().parse(values[i - 1])}'${part}`);
}

/** The same rule for a record already read: what `can` and a change of owner ask. */
export function sees(actor: Actor, record: { ownerId: string | null; organisationId: string }): boolean {
  switch (actor.scope) {
    case "all":
      return true;
    case "organisation":
      return record.organisationId === actor.organisationId;
    case "own":
      return record.ownerId === actor.id;
  }
}

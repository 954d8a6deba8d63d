import {
  type Access,
  api,
  type Endpoint,
  type Profile,
  permissionsOf,
  profiles,
  type Scope,
  type ScopedRecord,
} from "@crm/contract";
import { describe, expect, test } from "vitest";
import { anOrganisation, aUser } from "./factories.ts";
import { sampleOf } from "./samples.ts";
import { testApp } from "./test-app.ts";
import { recordOf, testWorld, type World } from "./world.ts";

/** Who calls: nobody, somebody without the « administrateur » box, each profile, and who administers without the CRM. */
const callers = {
  anonymous: null,
  "without CRM": { profile: "salesperson", crmAccess: false },
  salesperson: { profile: "salesperson", crmAccess: true },
  manager: { profile: "manager", crmAccess: true },
  admin: { profile: "admin", crmAccess: true },
  "admin without CRM": { profile: "admin", crmAccess: false },
} as const satisfies Record<string, { profile: Profile; crmAccess: boolean } | null>;
type CallerName = keyof typeof callers;

/** Whose record is asked for, as seen by the caller; `sees`: the scopes for which it exists. */
const relations = {
  own: { sees: ["own", "organisation", "all"] },
  "a colleague's": { sees: ["organisation", "all"] },
  "another organisation's": { sees: ["all"] },
} as const satisfies Record<string, { sees: readonly Scope[] }>;
type Relation = keyof typeof relations;

/** What nobody but its maker sees, however far he sees: an export holds what its maker may see, a colleague perhaps less. */
const privateRecords: ScopedRecord[] = ["export"];

const endpoints = Object.entries(api).flatMap(([noun, verbs]) =>
  Object.entries(verbs).map(([verb, endpoint]) => ({ noun, verb, endpoint: endpoint as Endpoint })),
);

describe.each(Object.keys(api))("%s", (noun) => {
  test("lets in exactly whom the contract says, on one's own record and on others'", async () => {
    const world = await testWorld();
    const [told, expected]: Record<string, string | number>[] = [{}, {}];
    for (const { verb, endpoint } of endpoints.filter((one) => one.noun === noun)) {
      for (const name of Object.keys(callers) as CallerName[]) {
        for (const relation of endpoint.config.record ? (Object.keys(relations) as Relation[]) : (["own"] as const)) {
          const what = `${name}: ${verb} ${endpoint.config.record ? relation : ""}`.trim();
          const { status, needs } = await attempt(world, noun, verb, endpoint, name, relation);
          if (told && expected)
            [told[what], expected[what]] = [status, verdict(endpoint, needs ?? endpoint.config.access, name, relation)];
        }
      }
    }
    expect(told).toEqual(expected);
  }, 120_000);
});

/** The status that the contract's data asks for. */
function verdict({ config, schema }: Endpoint, access: Access, name: CallerName, relation: Relation): number {
  const success = Number(Object.keys(schema.response)[0]);
  const caller = callers[name];
  if (access === "public") return success;
  if (!caller) return 401;
  for (const needed of [access, ...(config.also ? [config.also] : [])])
    if (needed !== "signed-in" && !permissionsOf(caller).includes(needed)) return 403;
  const seen: readonly Scope[] = relations[relation].sees;
  if (config.record && privateRecords.includes(config.record)) return relation === "own" ? success : 404;
  return config.record && !seen.includes(profiles[caller.profile].scope) ? 404 : success;
}

async function attempt(
  world: World,
  noun: string,
  verb: string,
  endpoint: Endpoint,
  name: CallerName,
  relation: Relation,
) {
  const { db, home, passwordHash } = world;
  const caller = callers[name] ? await world.as(callers[name].profile, { ...callers[name], passwordHash }) : null;
  const me = caller ?? (await aUser(db, { organisationId: home.id }));
  const elsewhere = relation === "another organisation's" ? (await anOrganisation(db)).id : home.id;
  const owner = relation === "own" ? me : await aUser(db, { organisationId: elsewhere });
  const { id } = endpoint.config.record ? await recordOf[endpoint.config.record](world, owner) : { id: "" };
  const { params, query, body, headers, needs } = await sampleOf(world, noun, verb, me, id);
  const segments = (params ?? {}) as Record<string, string>;
  const reply = await world.app.inject({
    method: endpoint.method,
    url: `/api${endpoint.url.replace(/:(\w+)/g, (_, key: string) => segments[key] ?? "")}`,
    query: (query ?? {}) as Record<string, string>,
    headers: {
      ...headers,
      ...(caller ? { authorization: caller.authorization } : {}),
      ...(Buffer.isBuffer(body) ? { "content-type": "application/octet-stream" } : {}),
    },
    ...(body === undefined ? {} : { payload: body as object }),
    payloadAsStream: true, // an event stream never ends: its first line is enough
  });
  reply.stream().destroy();
  return { status: reply.statusCode, needs };
}

describe("the routes", () => {
  test("are those of the contract, all of them and no other", async () => {
    const { app } = await testApp();
    const contract = endpoints.map(({ endpoint: { method, url } }) => `${method} /api${url}`).sort();
    const routed = endpoints.filter(({ endpoint: { method, url } }) => app.hasRoute({ method, url: `/api${url}` }));
    expect(routed.map(({ endpoint: { method, url } }) => `${method} /api${url}`).sort()).toEqual(contract);
    const documentation = /^GET \/api\/(docs\b|openapi\.json$)/;
    const routes = routesOf(app.printRoutes({ commonPrefix: false })).filter(
      (route) => route.includes(" /api/") && !documentation.test(route),
    );
    expect(routes.sort()).toEqual(contract);
  });

  test("on a record name it, so that this matrix tries it on others' records", () => {
    const bare = endpoints.filter(
      ({ endpoint: { url, config } }) => /^\/(contacts|opportunities|imports|exports)\/:/.test(url) && !config.record,
    );
    expect(bare.map(({ endpoint }) => endpoint.url)).toEqual([]);
  });
});

/** « GET /api/… » for each line of Fastify's tree of routes, which indents a path under the one it continues. */
function routesOf(tree: string): string[] {
  const above: string[] = [];
  return tree.split("\n").flatMap((line) => {
    const [, indent = "", path = "", methods = ""] =
      /^((?:[│ ] {3})*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
    const depth = indent.length / 4;
    above.splice(depth, Infinity, path);
    const url = above.join("");
    return methods
      .split(", ")
      .filter((method) => method && method !== "HEAD")
      .map((method) => `${method} ${url}`);
  });
}

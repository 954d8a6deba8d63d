import { api, type Endpoint, type Profile } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type Sent, sampleOf } from "./samples.ts";
import { markersIn, withSecrets } from "./secrets.ts";
import type { TestUser } from "./test-app.ts";
import { recordOf, testWorld, type World } from "./world.ts";

/** Who looks where he may not. */
const lookers = {
  salesperson: { profile: "salesperson", crmAccess: true },
  manager: { profile: "manager", crmAccess: true },
  "admin without CRM": { profile: "admin", crmAccess: false },
} as const;

const endpoints = Object.entries(api).flatMap(([noun, verbs]) =>
  Object.entries(verbs).map(([verb, endpoint]) => ({ noun, verb, endpoint: endpoint as Endpoint })),
);
const name = ({ noun, verb }: (typeof endpoints)[number]) => `${noun}.${verb}`;

/** What is looked for as a text. */
const texts = /^(search|email|phone|mobile|lastName|firstName|company)$/;

/** Every way in which a query can be asked, one field at a time: each value of a choice, each order both ways. */
function choices(shape: object): object[] {
  const ways = "direction" in shape ? [{}, { direction: "asc" }, { direction: "desc" }] : [{}];
  const one = Object.entries(shape).flatMap(([field, schema]) =>
    field === "direction" ? [] : choicesOf(schema as z.ZodType).map((value) => ({ [field]: value })),
  );
  return [{}, ...one].flatMap((query) => ("sort" in query ? ways.map((way) => ({ ...query, ...way })) : [query]));
}

function choicesOf(schema: z.ZodType): unknown[] {
  const of = (json: z.core.JSONSchema.JSONSchema): unknown[] => [
    ...(json.enum ?? []),
    ...(json.const === undefined ? [] : [json.const]),
    ...(json.anyOf ?? []).flatMap((part) => of(part as z.core.JSONSchema.JSONSchema)),
  ];
  return of(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as z.core.JSONSchema.JSONSchema);
}

async function send({ app }: World, by: TestUser, { method, url }: Endpoint, sent: Sent) {
  const params = (sent.params ?? {}) as Record<string, string>;
  const query = Object.entries((sent.query ?? {}) as object).filter(([, value]) => value !== undefined);
  const reply = await app.inject({
    method,
    url: `/api${url.replace(/:(\w+)/g, (_, key: string) => params[key] ?? "")}`,
    query: Object.fromEntries(query.map(([key, value]) => [key, String(value)])),
    headers: { ...sent.headers, authorization: by.authorization },
    ...(sent.body === undefined ? {} : { payload: sent.body as object }),
  });
  return { status: reply.statusCode, body: reply.body, text: `${JSON.stringify(reply.headers)} ${reply.body}` };
}

/** A page's cursor, also as whoever takes it apart would read it. */
function cursorIn(text: string): { next: string | null; read: string } {
  const next = /"next":"([^"]+)"/.exec(text)?.[1] ?? null;
  return { next, read: next ? Buffer.from(next, "base64url").toString("utf8") : "" };
}

/** Somebody in a world of secrets, and a note of what each answer gives away; `cells`: how many answers were looked through. */
async function looking(looker: { profile: Profile; crmAccess: boolean }) {
  const world = await testWorld();
  const me = await world.as(looker.profile, looker);
  const secrets = await withSecrets(world, me);
  const seen = { cells: 0, leaks: [] as string[], words: new Set<string>() };
  const look = async ({ endpoint, ...one }: (typeof endpoints)[number], sent: Sent) => {
    const reply = await send(world, me, endpoint, sent);
    const { next, read } = cursorIn(reply.text);
    const [asked, what] = [JSON.stringify([sent.query, sent.params]), name({ endpoint, ...one })];
    const found = markersIn(`${reply.text} ${read}`, secrets.markers).filter((word) => !asked.includes(word));
    for (const word of found) seen.words.add(word);
    seen.cells++;
    if (found.length > 0 || reply.status === 500)
      seen.leaks.push(`${what} ${asked}: ${reply.status} ${found.join(" ")}`);
    return { ...reply, next };
  };
  const sampled = async ({ noun, verb, endpoint: { config } }: (typeof endpoints)[number]): Promise<Sent> => {
    const { record } = config;
    const known = record && secrets.visible[record as keyof typeof secrets.visible];
    const made = record && config.record ? await recordOf[record](world, me) : { id: "" };
    const sent: Sent = await sampleOf(world, noun, verb, me, made.id);
    return known ? { ...sent, params: { ...(sent.params as object), id: known } } : sent;
  };
  return { ...secrets, seen, look, sampled };
}

describe.each(Object.entries(lookers))("nothing that a %s does not see", (who, looker) => {
  test("is told by any list, page, cursor, order, search, count, timeline or file", async () => {
    const { markers, hidden, seen, look, sampled } = await looking(looker);
    for (const one of endpoints.filter(
      ({ endpoint }) => endpoint.method === "GET" && !endpoint.url.endsWith("/events"),
    )) {
      const sample = await sampled(one);
      const shape = one.endpoint.schema.querystring?.shape ?? {};
      const ask = (query: object) => look(one, { ...sample, query: { ...(sample.query as object), ...query } });
      for (const query of choices(shape)) {
        let { next } = await ask(query);
        if (!("after" in shape)) continue;
        next = (await ask({ ...query, size: 1 })).next;
        for (let pages = 1; next !== null && pages < 6; pages++)
          ({ next } = await ask({ ...query, size: 1, after: next }));
      }
      // A word that stands only out of sight finds what a word that stands nowhere does.
      for (const field of Object.keys(shape).filter((field) => texts.test(field))) {
        const found = async (word: string) =>
          (await ask({ [field]: field === "email" ? `${word}@client.test` : word })).body.replaceAll(word, "");
        const nothing = await found("zzznulle");
        for (const word of markers)
          if ((await found(word)) !== nothing) seen.leaks.push(`${name(one)} by ${field} finds ${word}`);
      }
      if (one.endpoint.url.includes("/:id")) for (const id of hidden) await look(one, { ...sample, params: { id } });
    }
    expect(seen.leaks).toEqual([]);
    process.stdout.write(`leak matrix, what a ${who} reads: ${seen.cells} cells, 0 leaks\n`);
  }, 120_000);

  test("is told by a refusal or the answer of a command that names it", async () => {
    const { hidden, seen, look, sampled } = await looking(looker);
    for (const one of endpoints.filter(
      ({ endpoint: { method, config } }) => method !== "GET" && config.access !== "public",
    )) {
      const { params, body, ...sample } = await sampled(one);
      if (Buffer.isBuffer(body)) continue;
      const sent = JSON.stringify({ params, body });
      for (const named of new Set(sent.match(uuids)))
        for (const id of hidden) await look(one, { ...sample, ...(JSON.parse(sent.replaceAll(named, id)) as Sent) });
    }
    expect(seen.leaks).toEqual([]);
    process.stdout.write(`leak matrix, what a ${who} commands: ${seen.cells} cells, 0 leaks\n`);
  }, 120_000);
});

test("who sees all is told all of it but what is another's alone: these words are where they can be found", async () => {
  const { markers, hidden, seen, look, sampled } = await looking({ profile: "admin", crmAccess: true });
  for (const one of endpoints.filter(
    ({ endpoint }) => endpoint.method === "GET" && !endpoint.url.endsWith("/events"),
  )) {
    const sample = await sampled(one);
    await look(one, sample);
    if (one.endpoint.url.includes("/:id")) for (const id of hidden) await look(one, { ...sample, params: { id } });
  }
  const untold = markers.filter((word) => !seen.words.has(word)).map((word) => word.replace(/^zq\d+/, ""));
  // What only the contact and the opportunity in the bin say, and whose selection is their own.
  const binned = ["address", "answer", "city", "company", "country", "email", "mobile", "notes", "phone", "postal"];
  expect(untold.sort()).toEqual([...binned, "answer", "notes", "reason", "selection", "title"].sort());
}, 60_000);

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

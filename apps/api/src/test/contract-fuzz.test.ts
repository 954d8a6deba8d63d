import { randomInt } from "node:crypto";
import { api, type Endpoint, ErrorBody } from "@crm/contract";
import { AnswerFilter, type FieldTypeName, fieldTypeNames } from "@crm/fields";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { arbitraryOf } from "./arbitrary.ts";
import { aQuestion } from "./factories.ts";
import { type Sent, sampleOf } from "./samples.ts";
import type { TestUser } from "./test-app.ts";
import { recordOf, testWorld, type World } from "./world.ts";

/**
 * Requests to each endpoint: few and always the same in `npm test`. `pnpm fuzz` sends FUZZ_REQUESTS in all (50,000), new ones
 * each time, unless FUZZ_SEED says which.
 */
const long = process.env["npm_lifecycle_event"] === "fuzz";
const seed = Number(process.env["FUZZ_SEED"] ?? (long ? randomInt(2 ** 31) : 1));
const endpointCount = Object.values(api).flatMap((verbs) => Object.keys(verbs)).length;
const runs = long ? Math.ceil(Number(process.env["FUZZ_REQUESTS"] ?? 50_000) / endpointCount) : 30;

/** Who sends them: mostly who may do all. */
const senders = {
  admin: { weight: 5, as: { profile: "admin", crmAccess: true } },
  manager: { weight: 1, as: { profile: "manager", crmAccess: true } },
  salesperson: { weight: 1, as: { profile: "salesperson", crmAccess: true } },
  outside: { weight: 1, as: { profile: "admin", crmAccess: false } },
} as const;
type Sender = keyof typeof senders;
const sender = fc.oneof(
  ...Object.entries(senders).map(([name, { weight }]) => ({ weight, arbitrary: fc.constant(name as Sender) })),
);

const sentTo: Record<number, number> = {};
afterAll(() => {
  const total = Object.values(sentTo).reduce((sum, count) => sum + count, 0);
  process.stdout.write(`fuzz: ${total} requests, seed ${seed}, by status ${JSON.stringify(sentTo)}\n`);
});

const choices = [
  { label: "Appel entrant", value: "APL" },
  { label: "Salon", value: "SAL" },
];
const configOf = (type: FieldTypeName) => (type.includes("choice") ? { choices } : {});

describe.each(Object.entries(api))("%s", (noun, verbs) => {
  test.each(Object.entries(verbs as Record<string, Endpoint>))(
    "%s answers whatever is sent with success or a refusal of the contract",
    async (verb, endpoint) => {
      const world = await testWorld();
      const signedIn = (name: Sender) => world.as(senders[name].as.profile, senders[name].as);
      const users = new Map<Sender, TestUser>();
      const admin = await signedIn("admin");
      users.set("admin", admin);
      const ids = [admin.id, world.home.id, world.pipeline.id, ...world.pipeline.stages.map(({ id }) => id)];
      for (const type of fieldTypeNames)
        ids.push((await aQuestion(world.db, { type, config: configOf(type), inSearch: true })).id);
      const send = async ({ keep, by, ...random }: Sent & { keep: boolean[]; by: Sender }) => {
        const user = users.get(by) ?? (await signedIn(by));
        users.set(by, user);
        const sample = await sampleOf(world, noun, verb, user, await recordId(world, user, endpoint));
        const { status, body } = await inject(world, user, endpoint, mixed(sample, random, keep));
        sentTo[status] = (sentTo[status] ?? 0) + 1;
        // A request may have ended the sender's own rights or session; the next one needs them.
        if (status === 401 || status === 403) users.delete(by);
        expect([500, 501, 502]).not.toContain(status); // 503: a busy machine, which is a refusal too
        if (status >= 400) expect(() => ErrorBody.parse(JSON.parse(body ?? ""))).not.toThrow();
        else if (body !== null) expect(answerOf(endpoint).safeParse(JSON.parse(body)).error).toBeUndefined();
      };
      await fc.assert(fc.asyncProperty(requestsTo(endpoint, ids), send), {
        numRuns: runs,
        endOnFailure: true,
        seed,
      });
    },
    20_000 + 200 * runs,
  );
});

test.each([
  "/api/users/%zz",
  "/api/users/%00",
  `/api/users/${"x".repeat(201)}`,
  "/api/nowhere",
  "/api//users",
  "/api/users/../users/%2e%2e",
])("%s is no address", async (url) => {
  const world = await testWorld();
  const { authorization } = await world.as("admin");
  const reply = await world.app.inject({ url, headers: { authorization } });
  expect([404, 422]).toContain(reply.statusCode);
  expect(() => ErrorBody.parse(reply.json())).not.toThrow();
});

function requestsTo({ schema: { params, querystring, body } }: Endpoint, ids: string[]) {
  const filters = fc.option(
    arbitraryOf(z.array(AnswerFilter), ids).map((value) => JSON.stringify(value)),
    { nil: undefined },
  );
  const absent = fc.constant(undefined);
  return fc.record({
    by: sender,
    params: params
      ? fc.oneof({ weight: 5, arbitrary: absent }, { weight: 1, arbitrary: arbitraryOf(params, ids) })
      : absent,
    query: querystring
      ? fc
          .tuple(arbitraryOf(querystring, ids), filters, fc.option(cursors(ids), { nil: undefined }))
          .map(([query, answers, after]) => withCursor(querystring, withAnswers(querystring, query, answers), after))
      : absent,
    body: body ? arbitraryOf(body, ids) : absent,
    /** Which fields of the body stay those of the valid sample: so the refusals that lie deeper are reached. */
    keep: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
  });
}

/** The filter on answers travels as JSON in a text: random text would hardly ever be any. */
const withAnswers = (schema: z.ZodObject, query: unknown, answers: string | undefined) =>
  "answers" in schema.shape && isObject(query) ? { ...query, answers } : query;

/** Cursors made up by hand, of the shape that a list's own have: what PostgreSQL would have to make a date, a number or an id of. */
const cursors = (ids: string[]) =>
  fc
    .array(
      fc.constantFrom(
        ...[null, "", "12", "2026", "0000-01-01", "10000-01-01", "infinity", "2026-02-30 10:00:00+00", "1e400", "NaN"],
        ...["2026-03-02 09:00:00.123456+00", "2026-03-02T09:00:00Z", "9999-12-31", "99999999999", "\ud800", "open"],
        ...ids,
      ),
      { minLength: 1, maxLength: 5 },
    )
    .map((values) => Buffer.from(JSON.stringify(values)).toString("base64url"));

const withCursor = (schema: z.ZodObject, query: unknown, after: string | undefined) =>
  "after" in schema.shape && after !== undefined && isObject(query) ? { ...query, after } : query;

async function recordId(world: World, owner: TestUser, { config }: Endpoint): Promise<string> {
  return config.record ? (await recordOf[config.record](world, owner)).id : "";
}

function mixed(sample: Sent, random: Sent, keep: boolean[]): Sent {
  const { body } = sample;
  const fields = isObject(body) && isObject(random.body) ? Object.keys(body).filter((_key, i) => keep[i]) : [];
  const kept = Object.fromEntries(fields.map((key) => [key, (body as Record<string, unknown>)[key]]));
  return {
    headers: sample.headers ?? {},
    params: random.params ?? sample.params,
    query: random.query ?? sample.query,
    body: isObject(random.body) ? { ...random.body, ...kept } : (random.body ?? body),
  };
}

async function inject(world: World, admin: TestUser, endpoint: Endpoint, { params, query, body, headers }: Sent) {
  const segments = (isObject(params) ? params : {}) as Record<string, unknown>;
  const payload = Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const reply = await world.app.inject({
    method: endpoint.method,
    url: `/api${endpoint.url.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(asText(segments[key]).slice(0, 500).toWellFormed()))}`,
    query: Object.fromEntries(
      Object.entries(isObject(query) ? query : {}).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, asText(value)]],
      ),
    ),
    headers: {
      ...headers,
      authorization: admin.authorization,
      ...(payload === undefined
        ? {}
        : { "content-type": Buffer.isBuffer(body) ? "application/octet-stream" : "application/json" }),
    },
    ...(payload === undefined ? {} : { payload }),
    payloadAsStream: true, // an event stream never ends: its status is enough
  });
  const stream = reply.stream();
  if (!/^application\/json\b/.test(String(reply.headers["content-type"]))) {
    stream.destroy();
    return { status: reply.statusCode, body: null };
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return { status: reply.statusCode, body: Buffer.concat(chunks).toString() };
}

/** What an endpoint answers when it agrees. */
const answerOf = ({ schema: { response } }: Endpoint): z.ZodType => Object.values(response)[0] as z.ZodType;

const asText = (value: unknown) => (typeof value === "string" ? value : String(JSON.stringify(value))).toWellFormed();
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);

import { randomUUID } from "node:crypto";
import { api, contactApi, type Endpoint, idempotencyHeader, questionApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { anonymiseDue } from "../features/anonymisation/erasure.service.ts";
import { takesKey } from "../platform/idempotency.ts";
import { sampleOf } from "./samples.ts";
import type { TestApp, TestUser } from "./test-app.ts";
import { recordOf, testWorld } from "./world.ts";

type Sent = { params?: unknown; query?: unknown; body?: unknown };

/** Every command that takes a key. An upload is not one yet: its bytes come as they come, and what nothing takes up is swept. */
const commands = Object.entries(api).flatMap(([noun, verbs]) =>
  Object.entries(verbs as Record<string, Endpoint>)
    .map(([verb, endpoint]) => ({ noun, verb, endpoint }))
    .filter(({ endpoint }) => takesKey(endpoint) && endpoint.url !== "/files"),
);

function press({ app }: TestApp, by: TestUser, { method, url }: Endpoint, { params, query, body }: Sent, key: string) {
  const segments = (params ?? {}) as Record<string, string>;
  return app.inject({
    method,
    url: `/api${url.replace(/:(\w+)/g, (_, name: string) => segments[name] ?? "")}`,
    query: (query ?? {}) as Record<string, string>,
    headers: { authorization: by.authorization, [idempotencyHeader]: key },
    ...(body === undefined ? {} : { payload: body as object }),
  });
}
type Pressed = Awaited<ReturnType<typeof press>>;
const answerOf = ({ statusCode, body }: Pressed) => ({
  status: statusCode,
  body: body && (JSON.parse(body) as unknown),
});

/** How many rows each table has. */
async function rowsOf({ db }: TestApp): Promise<Record<string, number>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`;
  const counted = tables.map(({ name }) => `SELECT '${name}' AS name, count(*)::int AS rows FROM "${name}"`);
  const rows = await db.$queryRawUnsafe<{ name: string; rows: number }[]>(counted.join(" UNION ALL "));
  return Object.fromEntries(rows.map((row) => [row.name, row.rows]));
}

describe("a command that comes several times under one key", () => {
  test.each([...new Set(commands.map(({ noun }) => noun))])(
    "is done once, and answers the same: every command of %s",
    async (noun) => {
      const world = await testWorld();
      const success = ({ schema }: Endpoint) => Number(Object.keys(schema.response)[0]);
      for (const { verb, endpoint } of commands.filter((command) => command.noun === noun)) {
        const me = await world.as("admin", { passwordHash: world.passwordHash });
        const { id } = endpoint.config.record ? await recordOf[endpoint.config.record](world, me) : { id: "" };
        const sample = await sampleOf(world, noun, verb, me, id);
        const key = randomUUID();
        const both = await Promise.all([1, 2].map(() => press(world, me, endpoint, sample, key)));
        const [first, second] = both.map(answerOf);
        expect([verb, first, second]).toEqual([verb, { status: success(endpoint), body: first?.body }, first]);
        const replayed = both.filter(({ headers }) => headers["idempotency-replayed"]).length;
        expect([verb, replayed]).toEqual([verb, 1]);
        if (endpoint === (api.session.signOutEverywhere as Endpoint)) continue; // whoever is out gets no answer
        const before = await rowsOf(world);
        expect([verb, answerOf(await press(world, me, endpoint, sample, key))]).toEqual([verb, first]);
        expect([verb, await rowsOf(world)]).toEqual([verb, before]);
      }
    },
    60_000,
  );

  test("makes one contact of five presses at once; another person's same key is another press", async () => {
    const world = await testWorld();
    const [ann, bob] = [await world.as("salesperson"), await world.as("salesperson")];
    const [key, body] = [randomUUID(), { email: "a@b.fr", lastName: "Kervella" }];
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => press(world, ann, contactApi.create, { body }, key)));
    expect(new Set(all.map(({ body }) => (JSON.parse(body) as { id: string }).id)).size).toBe(1);
    expect(await world.db.contact.count()).toBe(1);
    await press(world, bob, contactApi.create, { body }, key);
    expect(await world.db.contact.count()).toBe(2);
  });

  test("is refused when it says something else, and when its key is none", async () => {
    const world = await testWorld();
    const me = await world.as("salesperson");
    const key = randomUUID();
    await press(world, me, contactApi.create, { body: { email: "a@b.fr", lastName: "Kervella" } }, key);
    const other = await press(world, me, contactApi.create, { body: { email: "c@d.fr", lastName: "Le Denmat" } }, key);
    expect(answerOf(other)).toMatchObject({ status: 422, body: { code: "KEY_ALREADY_USED" } });
    const bad = await press(world, me, contactApi.create, { body: { email: "c@d.fr", lastName: "Le Denmat" } }, "é");
    expect(answerOf(bad)).toMatchObject({ status: 422, body: { code: "VALIDATION_FAILED" } });
    expect(await world.db.contact.count()).toBe(1);
  });

  test("is told to wait when the first one takes long", async () => {
    const world = await testWorld();
    const me = await world.as("salesperson");
    const [key, sent] = [randomUUID(), { body: { email: "a@b.fr", lastName: "Kervella" } }];
    const id = world.ctx.digest(`${me.id} ${key}`);
    await world.db.$transaction(
      async (db) => {
        await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${id}, 0))`;
        const second = await press(world, me, contactApi.create, sent, key);
        expect(answerOf(second)).toMatchObject({ status: 409, body: { code: "REQUEST_UNDER_WAY" } });
      },
      { timeout: 60_000 },
    );
    expect((await press(world, me, contactApi.create, sent, key)).statusCode).toBe(201);
  }, 60_000);

  test("that was refused leaves its key free", async () => {
    const world = await testWorld();
    const me = await world.as("admin");
    const key = randomUUID();
    const { id } = await recordOf.contact(world, me);
    const changed = (lastName: string, version: number) =>
      press(world, me, contactApi.update, { params: { id }, body: { version, lastName } }, key);
    expect(answerOf(await changed("Kervella", 7))).toMatchObject({ status: 409, body: { code: "EDIT_CONFLICT" } });
    expect(answerOf(await changed("Kervella", 1))).toMatchObject({ status: 200, body: { lastName: "Kervella" } });
  });

  test("is not done at all when its answer can't be kept: there are both or none", async () => {
    const world = await testWorld();
    const me = await world.as("salesperson");
    const [key, sent] = [randomUUID(), { body: { email: "a@b.fr", lastName: "Kervella" } }];
    await world.db.$executeRaw`ALTER TABLE idempotency_keys ADD CONSTRAINT refused CHECK (status IS NULL)`;
    expect((await press(world, me, contactApi.create, sent, key)).statusCode).toBe(500);
    expect(await world.db.contact.count()).toBe(0);
    await world.db.$executeRaw`ALTER TABLE idempotency_keys DROP CONSTRAINT refused`;
    expect((await press(world, me, contactApi.create, sent, key)).statusCode).toBe(201);
    expect(await world.db.contact.count()).toBe(1);
  });

  test("shows a changed question to the next request, as one without a key does", async () => {
    const world = await testWorld();
    const me = await world.as("admin");
    const list = () => me.call(questionApi.list, { query: { record: "contact" } });
    expect((await list()).body).toEqual([]);
    const input = { label: "Taille", code: "TAILLE", type: "text" };
    await press(world, me, questionApi.create, { body: { record: "contact", input } }, randomUUID());
    expect((await list()).body).toMatchObject([{ code: "TAILLE" }]);
  });
});

describe("the kept answer", () => {
  test("goes after a day", async () => {
    const world = await testWorld();
    const me = await world.as("salesperson");
    await press(world, me, contactApi.create, { body: { email: "a@b.fr", lastName: "Kervella" } }, randomUUID());
    const sweepAfter = async (hours: number) => {
      world.clock.now = new Date(Date.parse("2026-03-02T09:00:00Z") + hours * 3_600_000);
      await world.ctx.jobs.add(world.db, { name: "idempotency.forget", attempts: 1 }, {});
      await world.ports.jobs.runAll();
      return world.db.idempotencyKey.count();
    };
    expect(await sweepAfter(23)).toBe(1);
    expect(await sweepAfter(25)).toBe(0);
  });

  test("forgets a person with everything else that names them", async () => {
    const world = await testWorld();
    const me = await world.as("admin");
    const body = { lastName: "Quévilly-Zorn", email: "maelys.zorn@quevilly.test" };
    const made = await press(world, me, contactApi.create, { body }, randomUUID());
    const kept = async () => JSON.stringify(await world.db.idempotencyKey.findMany());
    expect(await kept()).toContain("Quévilly-Zorn");
    const { id } = JSON.parse(made.body) as { id: string };
    await world.db.contact.update({ where: { id }, data: { anonymiseAt: world.clock.now } });
    await anonymiseDue(world.ctx, new AbortController().signal);
    expect(await kept()).not.toMatch(/quévilly|zorn/i);
  });

  test("is told in OpenAPI for every command, and for nothing else", async () => {
    const { app } = await testWorld();
    const { paths } = (await app.inject("/api/openapi.json")).json<{
      paths: Record<string, Record<string, { parameters?: { name: string }[] }>>;
    }>();
    for (const { url, method, config } of Object.values(api).flatMap((verbs) => Object.values(verbs) as Endpoint[])) {
      const said = paths[`/api${url.replace(/:(\w+)/g, "{$1}")}`]?.[method.toLowerCase()]?.parameters ?? [];
      expect([method, url, said.some(({ name }) => name === idempotencyHeader)]).toEqual([
        method,
        url,
        takesKey({ method, config }),
      ]);
    }
  });
});

import { api, type Endpoint } from "@crm/contract";
import { expect, test } from "vitest";
import { sampleOf } from "../test/samples.ts";
import { type TestUser, testApp } from "../test/test-app.ts";
import { recordOf, type World, withSamples } from "../test/world.ts";

const endpoints = Object.entries(api).flatMap(([noun, verbs]) =>
  Object.entries(verbs as Record<string, Endpoint>).map(([verb, endpoint]) => ({ noun, verb, endpoint })),
);

/** Sends an endpoint its sample, once as it is and once with people's names in every text of the address; an event stream is left at its first line. */
async function ask(world: World, me: TestUser, { noun, verb, endpoint }: (typeof endpoints)[0]) {
  const { record } = endpoint.config;
  const { id } = record ? await recordOf[record](world, me) : { id: "" };
  const sample = await sampleOf(world, noun, verb, me, id);
  const segments = (sample.params ?? {}) as Record<string, string>;
  const given = (sample.query ?? {}) as Record<string, string>;
  for (const query of [
    given,
    { ...given, search: "Denmat", filter: "Denmat", answers: "Denmat", after: "Denmat", email: "denmat@client.test" },
  ]) {
    const reply = await world.app.inject({
      method: endpoint.method,
      url: `/api${endpoint.url.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(segments[key] ?? ""))}`,
      query,
      headers: {
        ...sample.headers,
        authorization: me.authorization,
        ...(Buffer.isBuffer(sample.body) ? { "content-type": "application/octet-stream" } : {}),
      },
      ...(sample.body === undefined ? {} : { payload: sample.body as object }),
      payloadAsStream: true,
    });
    reply.stream().destroy();
  }
}

test.each(["info", "trace"])(
  "at level %s no endpoint tells the log a name, an e-mail or a phone that the database holds",
  async (logLevel) => {
    const lines: string[] = [];
    const world = await withSamples(await testApp({ logLevel, logStream: { write: (line) => void lines.push(line) } }));
    const me = await world.as("admin", {
      firstName: "Gwenaëlle",
      lastName: "Tanguy",
      phone: "02 99 00 10 10",
      passwordHash: world.passwordHash,
    });
    for (const asked of endpoints) {
      // Another one each time: a request may have ended the rights of who made it.
      await ask(world, await world.as("admin", { passwordHash: world.passwordHash }), asked);
    }
    await world.app.inject({ url: "/api/nowhere/Denmat?search=Denmat" });
    await world.app.inject({ url: "/api/contacts/Denmat", headers: { authorization: me.authorization } });
    const log = lines.join("");
    expect(log).toContain('"route":"/api/contacts/:id"');
    const users = await world.db.user.findMany();
    const contacts = await world.db.contact.findMany();
    const held = [
      ...users.flatMap(({ email, firstName, lastName, phone }) => [email, firstName, lastName, phone]),
      ...contacts.flatMap(({ email, firstName, lastName, phone, mobile, company }) => [
        email,
        firstName,
        lastName,
        phone,
        mobile,
        company,
      ]),
      ...["Denmat", "denmat@client.test"],
    ].filter((text): text is string => Boolean(text));
    expect(held.length).toBeGreaterThan(100);
    expect([...new Set(held)].filter((text) => log.includes(text) || log.includes(encodeURIComponent(text)))).toEqual(
      [],
    );
  },
  240_000,
);

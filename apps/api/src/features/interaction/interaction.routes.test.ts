import { contactApi, type InteractionKind, interactionApi, interactionKinds, opportunityApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { anInteraction, anOrganisation } from "../../test/factories.ts";
import { opportunityApp } from "../../test/opportunity-app.ts";
import { countQueries } from "../../test/queries.ts";
import type { TestUser } from "../../test/test-app.ts";

async function exchanges() {
  const app = await opportunityApp();
  const me = await app.as("salesperson", { firstName: "Nora", lastName: "Petit" });
  const { id } = await app.opportunity({ ownerId: me.id });
  const add = (body: { kind: InteractionKind; text?: string; heldAt?: string; fileId?: string | null }) =>
    me.call(interactionApi.create, { params: { id }, body });
  const list = (query: { kind?: InteractionKind; after?: string; size?: number } = {}) =>
    me.call(interactionApi.list, { params: { id }, query });
  return { ...app, me, id, add, list };
}
const now = "2026-03-02T09:00:00.000Z";

describe("an exchange", () => {
  it("is written down now unless told otherwise, and told on both timelines", async () => {
    const { me, id, add, list } = await exchanges();
    const { status, body } = await add({ kind: "call", text: " Rappeler\nlundi 🙂 <b>gras</b> " });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{
        kind: "call",
        heldAt: now,
        text: "Rappeler\nlundi 🙂 <b>gras</b>",
        file: null,
        version: 1,
        opportunityId: id,
      },
      ...{ actor: { id: me.id, name: "Nora Petit" }, can: { update: true } },
    });
    expect((await add({ kind: "quote", heldAt: "2026-02-10T18:30:00+01:00" })).body.heldAt).toBe(
      "2026-02-10T17:30:00.000Z",
    );
    expect((await list()).body).toMatchObject({
      rows: [{ kind: "call" }, { kind: "quote" }],
      next: null,
      counts: { info: 0, email: 0, call: 1, meeting: 0, quote: 1 },
    });
    const events = [
      { kind: "interaction.created", opportunity: { id }, data: { kind: "quote" } },
      { kind: "interaction.created", data: { kind: "call", heldAt: now, text: body.text, interactionId: body.id } },
    ];
    expect((await me.call(opportunityApi.show, { params: { id } })).body.timeline.rows).toMatchObject(events);
  });

  it("shows on the contact's timeline to who sees the opportunity, and to nobody else", async () => {
    const { as, db, contact, id, add } = await exchanges();
    await add({ kind: "email", text: "Confidentiel" });
    const other = await as("salesperson");
    await db.contact.update({ where: { id: contact.id }, data: { ownerId: other.id } });
    const kinds = async (user: TestUser) => [
      (await user.call(contactApi.timeline, { params: { id: contact.id }, query: {} })).body.rows.map(
        ({ kind }) => kind,
      ),
      (await user.call(contactApi.show, { params: { id: contact.id } })).body.timeline.rows.map(({ kind }) => kind),
    ];
    expect(await kinds(await as("manager"))).toEqual([["interaction.created"], ["interaction.created"]]);
    expect(await kinds(other)).toEqual([[], []]);
    expect((await other.call(interactionApi.list, { params: { id }, query: {} })).status).toBe(404);
  });

  it("has taken place: a clock five minutes fast passes, the future does not", async () => {
    const { add } = await exchanges();
    expect((await add({ kind: "meeting", heldAt: "2026-03-02T09:04:00Z" })).status).toBe(201);
    expect(await add({ kind: "meeting", heldAt: "2026-03-02T09:06:00Z" })).toMatchObject({
      status: 422,
      body: { code: "EXCHANGE_IN_FUTURE", details: { now } },
    });
  });

  it.each([
    ["an unknown kind", { kind: "fax" as "call" }],
    ["a day that is not", { kind: "call" as const, heldAt: "2026-02-30T10:00:00Z" }],
    ["a year out of reach", { kind: "call" as const, heldAt: "0000-02-03T10:00:00Z" }],
    ["a time without its zone", { kind: "call" as const, heldAt: "2026-02-03T10:00:00" }],
    ["a NUL", { kind: "call" as const, text: "a\0b" }],
    ["half an emoji", { kind: "call" as const, text: "a\ud83d" }],
    ["a text without end", { kind: "call" as const, text: "a".repeat(10_001) }],
  ])("refuses %s", async (_, body) => {
    const { add, db } = await exchanges();
    expect(await add(body)).toMatchObject({ status: 422, body: { code: "VALIDATION_FAILED" } });
    expect(await db.interaction.count()).toBe(0);
  });

  it("of a leap day and of the hours that clocks show twice or never is kept as the instant it is", async () => {
    const { add } = await exchanges();
    for (const heldAt of ["2024-02-29T12:00:00.000Z", "2025-10-26T00:30:00.000Z", "2025-10-26T01:30:00.000Z"])
      expect((await add({ kind: "call", heldAt })).body.heldAt).toBe(heldAt);
  });

  it("is corrected from its newest version only, and the timeline says what changed", async () => {
    const { me, id, add } = await exchanges();
    const { body } = await add({ kind: "call", text: "Messagerie" });
    const change = (version: number, written: object) =>
      me.call(interactionApi.update, { params: { id: body.id }, body: { version, ...written } });
    const both = await Promise.all([change(1, { text: "Joint" }), change(1, { kind: "meeting" as const })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = both.find(({ status }) => status === 409)?.body as unknown as { code: string; details: object };
    expect(lost).toMatchObject({ code: "EDIT_CONFLICT", details: { current: { id: body.id, version: 2 } } });
    const { status } = await change(2, { kind: "email", heldAt: "2026-03-01T08:00:00Z", text: "Écrit" });
    expect(status).toBe(200);
    expect((await change(3, { text: "Écrit" })).body.version).toBe(3); // nothing to change
    expect((await change(3, { heldAt: "2027-01-01T00:00:00Z" })).body).toMatchObject({ code: "EXCHANGE_IN_FUTURE" });
    const { rows } = (await me.call(opportunityApi.timeline, { params: { id }, query: { size: 1 } })).body;
    expect(rows[0]).toMatchObject({ kind: "interaction.changed", data: { interactionId: body.id, kind: "email" } });
    expect(rows[0]?.changes).toContainEqual({ field: "heldAt", from: "02/03/2026 10:00", to: "01/03/2026 09:00" });
  });

  it("is deleted, brought back once, and goes for good with time", async () => {
    const { me, add, list, db, clock, ports } = await exchanges();
    const { body } = await add({ kind: "call", text: "Une erreur" });
    const one = { params: { id: body.id } };
    expect((await me.call(interactionApi.remove, one)).status).toBe(204);
    expect((await me.call(interactionApi.remove, one)).status).toBe(404);
    expect((await list()).body).toMatchObject({ rows: [], counts: { call: 0 } });
    expect((await me.call(interactionApi.update, { ...one, body: { version: 2, text: "x" } })).status).toBe(404);
    const back = await Promise.all([me.call(interactionApi.restore, one), me.call(interactionApi.restore, one)]);
    expect(back.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect((await list()).body).toMatchObject({ rows: [{ id: body.id, text: "Une erreur" }], counts: { call: 1 } });

    await me.call(interactionApi.remove, one);
    const forget = async () => {
      ports.jobs.waiting.length = 0;
      await ports.jobs.add(db, { name: "interaction.forget" } as never, {});
      await ports.jobs.runAll();
    };
    await forget();
    expect(await db.interaction.count()).toBe(1);
    clock.now = new Date(clock.now.getTime() + 400 * 86_400_000);
    await forget();
    expect(await db.interaction.count()).toBe(0);
  });
});

describe("the history", () => {
  it("comes in pages, latest held first, whole or by kind, in as many statements for 500 as for one", async () => {
    const { me, id, list, db, contact, opportunity } = await exchanges();
    const held = (i: number) => new Date(Date.UTC(2026, 0, 1) + Math.floor(i / 3) * 60_000);
    for (let i = 0; i < 500; i++)
      await anInteraction(db, {
        ...{ contactId: contact.id, opportunityId: id, heldAt: held(i), text: `n° ${i}` },
        kind: interactionKinds[i % 5] ?? "call",
      });
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const { body } = await list({ size: 100, ...(after ? { after } : {}) });
      expect(body.counts === null).toBe(after !== undefined);
      seen.push(...body.rows.map(({ heldAt, id }) => `${heldAt} ${id}`));
      if (body.next === null) break;
      after = body.next;
    }
    expect(seen).toHaveLength(500);
    expect(seen).toEqual([...seen].sort().reverse());
    const meetings = (await list({ kind: "meeting", size: 100 })).body;
    expect(meetings.rows).toHaveLength(100);
    expect(meetings.rows.every(({ kind }) => kind === "meeting")).toBe(true);
    expect(meetings.counts).toEqual({ info: 100, email: 100, call: 100, meeting: 100, quote: 100 });
    const { id: other } = await opportunity({ ownerId: me.id });
    await anInteraction(db, { contactId: contact.id, opportunityId: other });
    const [many, few] = [
      await countQueries(() => list({ size: 100 })),
      await countQueries(() => me.call(interactionApi.list, { params: { id: other }, query: { size: 1 } })),
    ];
    expect(many).toBe(few);
    expect(await list({ after: "nimporte" })).toMatchObject({ status: 422 });
  });
});

describe("what one may not see does not exist", () => {
  it("for each command", async () => {
    const { as, db, opportunity, contact, home } = await opportunityApp();
    const elsewhere = await anOrganisation(db);
    const owner = await as("salesperson", { organisationId: elsewhere.id });
    const { id } = await opportunity({ ownerId: owner.id, organisationId: elsewhere.id });
    const of = { contactId: contact.id, opportunityId: id };
    const [kept, gone] = [await anInteraction(db, of), await anInteraction(db, { ...of, deletedAt: new Date() })];
    const commands: [string, (user: TestUser) => Promise<{ status: number }>][] = [
      ["list", ({ call }) => call(interactionApi.list, { params: { id }, query: {} })],
      ["create", ({ call }) => call(interactionApi.create, { params: { id }, body: { kind: "call" } })],
      ["update", ({ call }) => call(interactionApi.update, { params: { id: kept.id }, body: { version: 1 } })],
      ["remove", ({ call }) => call(interactionApi.remove, { params: { id: kept.id } })],
      ["restore", ({ call }) => call(interactionApi.restore, { params: { id: gone.id } })],
    ];
    const [colleague, manager] = [await as("salesperson"), await as("manager", { organisationId: home.id })];
    const outside = await as("admin", { crmAccess: false });
    for (const [name, command] of commands) {
      expect([name, (await command(colleague)).status]).toEqual([name, 404]);
      expect([name, (await command(manager)).status]).toEqual([name, 404]);
      expect([name, (await command(outside)).status]).toEqual([name, 403]);
    }
    for (const [name, command] of commands) expect([name, (await command(owner)).status < 300]).toEqual([name, true]);
  });
});

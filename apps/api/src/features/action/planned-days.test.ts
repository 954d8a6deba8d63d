import { readFile } from "node:fs/promises";
import { actionApi, contactApi, homeApi, idempotencyHeader, notificationApi, opportunityApi } from "@crm/contract";
import { fromParis } from "@crm/fields";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { aContact, anAction, anActionType, anOpportunity, aPipeline } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

/** A salesperson, their manager and an administrator; it is 2 March 2026, 10:00 in Paris. */
async function world() {
  const on = await testApp();
  const me = await on.as("salesperson");
  const everyone = [me, await on.as("manager"), await on.as("admin")];
  const contact = await aContact(on.db, { organisationId: on.home.id, ownerId: me.id });
  const opportunity = await anOpportunity(on.db, {
    ...{ organisationId: on.home.id, ownerId: me.id, contactId: contact.id },
    pipelineId: (await aPipeline(on.db)).id,
  });
  const typeId = (await on.db.actionType.findFirstOrThrow({ orderBy: { position: "asc" } })).id;
  const plan = (day: string, time: string | null) =>
    me.call(actionApi.create, { body: { typeId, contactId: contact.id, opportunityId: opportunity.id, day, time } });
  /** Status of all that shows an action, to everyone who sees it. */
  const shown = async () => {
    const statuses: number[] = [];
    for (const who of everyone) {
      const feed = new URL((await who.call(actionApi.openCalendar, {})).body.address).pathname;
      const replies = [
        who.call(actionApi.list, { query: {} }),
        who.call(actionApi.list, { query: { size: 1, group: "later" } }),
        who.call(actionApi.counts, { query: {} }),
        who.call(homeApi.pipeline, { query: {} }),
        who.call(homeApi.stale, { query: {} }),
        who.call(homeApi.changes, { query: { since: "2026-01-01T00:00:00.000Z" } }),
        who.call(contactApi.show, { params: { id: contact.id } }),
        who.call(opportunityApi.show, { params: { id: opportunity.id } }),
        who.call(opportunityApi.list, { query: { sort: "expectedOn", direction: "desc" } }),
        who.call(notificationApi.list, {}),
        on.app.inject({ url: feed }).then(({ statusCode }) => ({ status: statusCode })),
      ];
      for (const reply of replies) statuses.push((await reply).status);
    }
    return [...new Set(statuses)];
  };
  return { ...on, me, everyone, contact, opportunity, plan, shown };
}

describe("an action", () => {
  test("on the days at the bounds, on the nights when the clocks change, at any hour: shown everywhere", async () => {
    const { plan, shown, me } = await world();
    const nights = ["2026-03-29", "2026-10-25", "2025-12-31", "2026-01-01", "2028-02-29"];
    for (const day of ["1900-01-01", "1911-03-10", "1940-06-13", ...nights, "2199-12-31"])
      for (const time of [null, "00:00", "23:59"]) {
        const { status, body } = await plan(day, time);
        expect([day, status, body]).toMatchObject([day, 201, { day, time }]);
      }
    expect(await shown()).toEqual([200]);
    // Every page of one is read by its cursor.
    const days: string[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const { body } = await me.call(actionApi.list, { query: { size: 2, ...(after ? { after } : {}) } });
      days.push(...body.rows.map(({ day }) => day));
      after = body.next;
    }
    expect(days).toHaveLength(27);
    expect(days).toEqual([...days].sort());
  });

  test("out of that range is refused with a sentence, and nothing is kept", async () => {
    const { plan, shown, me, db } = await world();
    const { id } = (await plan("2026-03-03", null)).body;
    for (const day of ["0001-01-01", "0206-03-02", "1582-10-10", "1899-12-31", "2200-01-01", "9999-12-31"]) {
      const message = "Choisissez une date entre le 01/01/1900 et le 31/12/2199.";
      const refused = [422, { code: "VALIDATION_FAILED", issues: [{ path: "body/day", message }] }];
      for (const time of [null, "23:30"]) {
        const { status, body } = await plan(day, time);
        expect([status, body]).toMatchObject(refused);
      }
      const moved = await me.call(actionApi.update, { params: { id }, body: { version: 1, day } });
      expect([moved.status, moved.body]).toMatchObject(refused);
    }
    expect(await db.action.count()).toBe(1);
    expect(await shown()).toEqual([200]);
  });

  test("on a day that is no day is refused with a sentence", async () => {
    const { plan } = await world();
    for (const day of ["0000-01-01", "2026-02-30", "10000-01-01", "+010000-01-01", "2026-1-1"]) {
      const { status, body } = await plan(day, null);
      const message = "Cette date n’existe pas. Écrivez-la jj/mm/aaaa.";
      expect([status, body]).toMatchObject([422, { issues: [{ path: "body/day", message }] }]);
      expect((body as { issues?: unknown[] }).issues).toHaveLength(1);
    }
  });
});

test("what had been planned out of range is repaired: the nearest day kept, the former one told", async () => {
  const { db, url, me, everyone, contact, opportunity, shown } = await world();
  const of = { organisationId: contact.organisationId, ownerId: me.id, contactId: contact.id };
  const plan = (dueAt: string, over: object = {}) => anAction(db, { ...of, dueAt: new Date(dueAt), ...over });
  // As « 31/12/9999, any time » was kept; as typed with an hour; a slip of the keyboard; one that was right; one in the bin.
  const slipped = await plan("9999-12-31T23:59:59.999Z", { allDay: true, text: "Relancer" });
  const timed = await plan("9999-12-31T22:30:00.000Z");
  const early = await plan(fromParis("1026-03-02", "09:15:00") ?? "");
  const right = await plan("2026-03-03T13:30:00Z");
  const binned = await plan("9999-12-31T22:30:00.000Z", { deletedAt: new Date("2026-03-01T09:00:00Z") });
  const days = { expectedOn: new Date("9999-12-31"), remindOn: new Date("2200-01-01") };
  await db.opportunity.update({ where: { id: opportunity.id }, data: days });
  expect(await shown()).toContain(500);

  const file = new URL(
    "../../../../../prisma/migrations/20261129020000_planned_days_in_range/migration.sql",
    import.meta.url,
  );
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(await readFile(file, "utf8"));
  } finally {
    await client.end();
  }

  expect(await shown()).toEqual([200]);
  const show = async (id: string) => (await me.call(actionApi.show, { params: { id } })).body;
  expect(await show(slipped.id)).toMatchObject({ day: "2199-12-31", time: null, version: 2 });
  expect(await show(timed.id)).toMatchObject({ day: "2199-12-31", time: "23:30", version: 2 });
  expect(await show(early.id)).toMatchObject({ day: "1900-01-01", time: "09:15", version: 2 });
  expect(await show(right.id)).toMatchObject({ day: "2026-03-03", time: "14:30", version: 1 });
  const back = await me.call(actionApi.restore, { params: { id: binned.id } });
  expect(back.body).toMatchObject({ day: "2199-12-31" });
  const card = (await me.call(opportunityApi.show, { params: { id: opportunity.id } })).body;
  expect(card).toMatchObject({ expectedOn: "2199-12-31", remindOn: "2199-12-31" });
  expect(card.timeline.rows.flatMap(({ changes }) => changes)).toEqual(
    expect.arrayContaining([
      { field: "expectedOn", from: "31/12/9999", to: "31/12/2199" },
      { field: "remindOn", from: "01/01/2200", to: "31/12/2199" },
    ]),
  );
  const { timeline } = (await me.call(contactApi.show, { params: { id: contact.id } })).body;
  expect(timeline.rows.filter(({ kind }) => kind === "action.postponed")).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        data: expect.objectContaining({ actionId: slipped.id, type: "Rappel", day: "2199-12-31", text: "Relancer" }),
        changes: [{ field: "day", from: "31/12/9999", to: "31/12/2199" }],
      }),
      expect.objectContaining({ changes: [{ field: "day", from: "02/03/1026", to: "01/01/1900" }] }),
    ]),
  );
  const told = async ({ call }: typeof me) =>
    (await call(notificationApi.list, {})).body.rows.filter(({ kind }) => kind === "planned-day.corrected");
  const [owner, manager, admin] = await Promise.all(everyone.map(told));
  expect(owner).toHaveLength(5);
  expect(owner?.map(({ data }) => data)).toContainEqual({
    ...{ record: "action", name: "Rappel", from: "9999-12-31", to: "2199-12-31", opportunityId: null },
  });
  expect([manager?.length, admin?.length]).toEqual([0, 5]);
});

test("a command whose own answer can't be made has not been done, with a key or without", async () => {
  const { db, me, contact, app } = await world();
  // As an older version or a hand in the database may leave it: no reply can hold that picture.
  const broken = await anActionType(db);
  await db.$executeRaw`UPDATE action_types SET icon = 'unknown' WHERE id = ${broken.id}::uuid`;
  const payload = { typeId: broken.id, contactId: contact.id, day: "2026-03-03", time: null };
  for (const key of [{}, { [idempotencyHeader]: "a-press-of-a-button" }]) {
    const headers = { authorization: me.authorization, ...key };
    const { statusCode } = await app.inject({ method: "POST", url: "/api/actions", headers, payload });
    expect(statusCode).toBe(500);
  }
  const told = {
    actions: await db.action.count(),
    events: await db.auditEvent.count({ where: { kind: "action.planned" } }),
  };
  expect(told).toEqual({ actions: 0, events: 0 });
});

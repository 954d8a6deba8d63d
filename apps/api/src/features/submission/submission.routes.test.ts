import { submissionApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { aContact, aForm, anOrganisation, aSubmission } from "../../test/factories.ts";
import { countQueries } from "../../test/queries.ts";
import { type TestUser, testApp } from "../../test/test-app.ts";

const answer = (text: string) => [{ key: "message", label: "Message", value: text, text }];

async function world() {
  const on = await testApp();
  const { db, home } = on;
  const [admin, manager, seller] = [await on.as("admin"), await on.as("manager"), await on.as("salesperson")];
  const [quote, letter] = [
    await aForm(db, { organisationId: home.id, name: "Devis" }),
    await aForm(db, { organisationId: home.id, name: "Lettre" }),
  ];
  const contact = async (over: object = {}) => aContact(db, { organisationId: home.id, ownerId: seller.id, ...over });
  const at = (receivedAt: string, over: object = {}) =>
    aSubmission(db, { formId: quote.id, receivedAt: new Date(receivedAt), ...over });
  const found = async (query: object = {}, by: TestUser = admin) => {
    const { body } = await by.call(submissionApi.list, { query });
    const count = await by.call(submissionApi.count, { query: { ...query, exact: "true" } });
    expect(count.body).toEqual({ value: body.rows.length, capped: false });
    return body.rows.map(({ id }) => id);
  };
  const stats = async (query: object = {}, by: TestUser = admin) =>
    (await by.call(submissionApi.stats, { query })).body;
  return { ...on, admin, manager, seller, quote, letter, contact, at, found, stats };
}

describe("the list of submissions", () => {
  test("shows each those whose contact he sees; nobody's to who sees all", async () => {
    const { db, admin, manager, seller, contact, at, found, as, stats } = await world();
    const away = await anOrganisation(db);
    const ids: string[] = [];
    for (const over of [{}, { ownerId: null }, { organisationId: away.id, ownerId: null }])
      ids.push((await at("2026-03-01T10:00:00Z", { contactId: (await contact(over)).id })).id);
    const nobodys = (await at("2026-02-01T10:00:00Z")).id;
    await at("2026-03-01T10:00:00Z", { contactId: (await contact({ deletedAt: new Date() })).id });
    const [mine = "", homes = "", aways = ""] = ids;
    expect(await found({}, seller)).toEqual([mine]);
    expect((await found({}, manager)).sort()).toEqual([mine, homes].sort());
    expect((await found({}, admin)).sort()).toEqual([mine, homes, aways, nobodys].sort());
    expect(await found({}, await as("salesperson"))).toEqual([]);
    expect([(await stats({}, seller)).total, (await stats({}, manager)).total, (await stats()).total]).toEqual([
      1, 2, 4,
    ]);
    const status = async (by: TestUser, id: string) => (await by.call(submissionApi.show, { params: { id } })).status;
    expect([await status(seller, mine), await status(seller, homes), await status(manager, aways)]).toEqual([
      200, 404, 404,
    ]);
    expect([await status(manager, nobodys), await status(admin, nobodys)]).toEqual([404, 200]);
  });

  test("filters by form, contact, days of Paris, import and words, and counts what it shows", async () => {
    const { letter, contact, at, found } = await world();
    const { id: contactId } = await contact();
    const importId = "019a0000-0000-7000-8000-000000000001";
    const before = (await at("2026-02-28T22:59:59Z", { contactId, answers: answer("Un café à Évreux") })).id;
    const after = (
      await at("2026-02-28T23:00:00Z", { contactId, formId: letter.id, answers: answer("+33 6 12 34 56 78") })
    ).id;
    const file = (await at("2026-03-01T12:00:00Z", { importId, source: "import", answers: [] })).id;
    expect(await found()).toEqual([file, after, before]);
    expect(await found({ to: "2026-02-28" })).toEqual([before]);
    expect(await found({ from: "2026-03-01", to: "2026-03-01" })).toEqual([file, after]);
    expect(await found({ formId: letter.id })).toEqual([after]);
    expect(await found({ contactId })).toEqual([after, before]);
    expect(await found({ importId })).toEqual([file]);
    expect(await found({ search: "CAFE evreux" })).toEqual([before]);
    expect(await found({ search: "06.12.34.56" })).toEqual([after]);
    expect(await found({ search: "e-000003" })).toEqual([file]);
    expect(await found({ search: "%" })).toEqual([]);
  });

  test("forgives a typing error when nothing is what was typed, by the names of contacts, within sight", async () => {
    const { admin, seller, contact, at, as } = await world();
    const { id: contactId } = await contact({ firstName: "Amélie", lastName: "Müller" });
    const first = (await at("2026-03-01T10:00:00Z", { contactId, answers: answer("Amélie Müller") })).id;
    const inside = (await at("2026-03-02T10:00:00Z", { contactId, answers: answer("De la part de Amélie Müller") })).id;
    await at("2026-03-03T10:00:00Z", { contactId, answers: answer("Famélie Amuller") });
    const list = async (by: TestUser, search: string) =>
      (await by.call(submissionApi.list, { query: { search } })).body;
    for (const by of [admin, seller])
      expect(await list(by, "amelei muller")).toMatchObject({
        ...{ near: true, next: null, count: { value: 2, capped: false } },
        rows: [{ id: inside }, { id: first }],
      });
    expect(await list(await as("salesperson"), "amelei")).toMatchObject({ near: false, rows: [] });
    const exact = await list(admin, "amelie muller");
    expect([exact.near, exact.rows.length]).toEqual([false, 3]);
    expect(await list(admin, "amelei zzzz")).toMatchObject({ near: false, rows: [] });
  });

  test("goes page by page, in as many statements however many rows", async () => {
    const { admin, contact, at } = await world();
    const { id: contactId } = await contact();
    const list = (query: object) => admin.call(submissionApi.list, { query });
    await at("2026-03-01T10:00:00Z", { contactId });
    await list({});
    const statements = await countQueries(() => list({}));
    for (let i = 0; i < 9; i++) await at("2026-03-01T10:00:00Z", i % 2 ? { contactId } : {});
    expect(await countQueries(() => list({}))).toBe(statements);
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const { body } = await list({ size: 3, after });
      seen.push(...body.rows.map(({ id }) => id));
      if (body.next === null) break;
      after = body.next;
    }
    expect(new Set(seen).size).toBe(10);
    const found = (await list({ search: "portail", size: 3 })).body;
    expect(found.count).toEqual({ value: 10, capped: false });
  });
});

describe("how many came", () => {
  test("by day, each of Paris, the empty ones too, across a change of clocks", async () => {
    const { at, letter, quote, stats, clock, as } = await world();
    clock.now = new Date("2026-04-05T21:59:00Z"); // 23:59 in Paris
    const later = await as("admin");
    await at("2026-03-28T22:59:59Z"); // Saturday 28 March, winter time
    await at("2026-03-28T23:00:00Z"); // Sunday 29 March, the day that has 23 hours
    await at("2026-03-29T21:59:59Z");
    await at("2026-03-29T22:00:00Z", { formId: letter.id }); // Monday 30 March, summer time
    await at("2026-03-06T22:59:59Z"); // the day before the first
    await at("2026-03-06T23:00:00Z");
    await at("2026-04-05T22:00:00Z"); // tomorrow
    const { total, forms, periods } = await stats({}, later);
    expect(total).toBe(5);
    expect(forms).toEqual([
      { id: quote.id, name: "Devis", count: 4 },
      { id: letter.id, name: "Lettre", count: 1 },
    ]);
    expect(periods).toHaveLength(30);
    expect([periods[0]?.from, periods.at(-1)?.from]).toEqual(["2026-03-07", "2026-04-05"]);
    const filled = periods.filter(({ count }) => count > 0).map(({ from, count }) => [from, count]);
    expect(filled).toEqual([
      ["2026-03-07", 1],
      ["2026-03-28", 1],
      ["2026-03-29", 2],
      ["2026-03-30", 1],
    ]);
    expect(periods.find(({ from }) => from === "2026-03-30")?.forms).toEqual([{ id: letter.id, count: 1 }]);
    expect((await stats({ formId: letter.id }, later)).total).toBe(1);
  });

  test("by week, from Monday on, as many in all; each bar is what the list of its days shows", async () => {
    const { at, found, stats } = await world();
    for (let day = 1; day <= 28; day++) await at(`2026-02-${String(day).padStart(2, "0")}T12:00:00Z`);
    const [days, weeks] = [await stats(), await stats({ by: "week" })];
    expect(weeks.total).toBe(days.total);
    // 1 February was a Sunday; today is Monday, 2 March.
    expect(weeks.periods.map(({ from, count }) => [from, count])).toEqual([
      ...[
        ["2026-02-01", 1],
        ["2026-02-02", 7],
        ["2026-02-09", 7],
        ["2026-02-16", 7],
        ["2026-02-23", 6],
        ["2026-03-02", 0],
      ],
    ]);
    expect(await found({ from: "2026-02-02", to: "2026-02-08" })).toHaveLength(7);
    expect((await stats({ by: "week", days: 90 })).periods).toHaveLength(14);
  });
});

import { actionApi, contactApi, type Endpoint, homeApi, opportunityApi, reportApi } from "@crm/contract";
import { type FieldFilter, parseDay } from "@crm/fields";
import { expect, test } from "vitest";
import { changeStatus } from "../../test/commands.ts";
import { exportWorld } from "../../test/exporting.ts";
import { aContact, anOpportunity, aPipeline, aQuestion } from "../../test/factories.ts";
import { sealedCursor } from "../../test/test-app.ts";

const firstDay = "0001-01-01";
const lastDay = "9999-12-31";
const days = [firstDay, "0099-12-31", "1582-10-10", "1899-12-31", "1900-01-01", "2026-03-02", lastDay];

test("a day that is recorded, from 0001 to 9999, is listed, filtered, sorted, paged, reported and exported", async () => {
  const { db, home, as, exported } = await exportWorld();
  const me = await as("admin");
  const pipelineId = (await aPipeline(db)).id;
  const question = await aQuestion(db, { record: "opportunity", type: "date", code: "JOUR", inSearch: true });
  const moment = await aQuestion(db, { record: "opportunity", type: "date-time", code: "MOMENT", inSearch: true });
  const contact = await aContact(db, { organisationId: home.id });
  for (const day of days) {
    const { id } = await anOpportunity(db, { contactId: contact.id, pipelineId, organisationId: home.id, title: day });
    const answers = { [question.id]: day, [moment.id]: `${day}T12:00:00.000Z` };
    const { status } = await me.call(opportunityApi.answer, { params: { id }, body: { version: 1, answers } });
    expect([day, status]).toEqual([day, 200]);
    const on = day === lastDay ? "2026-03-02" : day;
    const changed = await changeStatus(me, id, { status: "won", on });
    expect([changed.status, changed.body]).toMatchObject([200, { statusOn: on }]);
    expect((await me.call(opportunityApi.show, { params: { id } })).status).toBe(200);
  }
  // Sorted by either, page by page.
  for (const sort of [question.id, moment.id, "statusOn"] as const)
    for (const direction of ["asc", "desc"] as const) {
      const titles: string[] = [];
      for (let after: string | null | undefined; after !== null; ) {
        const query = { sort, direction, size: 2, ...(after ? { after } : {}) };
        const { status, body } = await me.call(opportunityApi.list, { query });
        expect(status).toBe(200);
        titles.push(...body.rows.map(({ title }) => title));
        after = body.next;
      }
      const wanted = direction === "asc" ? days : [...days].reverse();
      expect(titles.filter((day) => sort !== "statusOn" || day < "2026")).toEqual(
        wanted.filter((day) => sort !== "statusOn" || day < "2026"),
      );
    }
  // Filtered by each day and each operator.
  const found = async (criterion: object) => {
    const filter = JSON.stringify({ match: "all", items: [criterion] });
    const { status, body } = await me.call(opportunityApi.list, { query: { filter: filter as never } });
    expect([criterion, status]).toEqual([criterion, 200]);
    return body.rows.map(({ title }) => title).sort();
  };
  for (const { id } of [question, moment])
    for (const value of days) {
      expect(await found({ questionId: id, operator: "is", value })).toEqual([value]);
      expect(await found({ questionId: id, operator: "atMost", value })).toEqual(days.filter((day) => day <= value));
      expect(await found({ questionId: id, operator: "above", value })).toEqual(days.filter((day) => day > value));
    }
  for (const field of ["statusOn", "expectedOn", "createdAt"])
    for (const value of days)
      for (const operator of ["is", "atLeast", "atMost", "above", "below"] as FieldFilter["operator"][])
        await found({ field, operator, value });
  // Asked of reports.
  for (const [from, to] of [
    [firstDay, "0002-12-31"],
    ["9998-01-01", lastDay],
    [lastDay, lastDay],
  ] as const) {
    const query = { groupBy: "owner", createdFrom: from, createdTo: to } as const;
    expect((await me.call(reportApi.sales, { query })).status).toBe(200);
    expect((await me.call(reportApi.activity, { query: { from, to } })).status).toBe(200);
  }
  const rows = await exported(me, { record: "opportunity" });
  expect(rows.map((row) => parseDay(row["JOUR"] ?? "")).sort()).toEqual(days);
});

const id = "0197f5a0-0000-7000-8000-000000000000";

test("a cursor that no page can have given is refused, and so is a moment since which things changed", async () => {
  const { as } = await exportWorld();
  const me = await as("admin");
  const values = [
    "12",
    "2026",
    "0000-01-01",
    "infinity",
    "2026-02-30 10:00:00+00",
    "10000-01-01 00:00:00+00",
    "now",
    "NaN",
  ];
  for (const value of values) {
    const cursor = (list: Endpoint, sort?: string) => sealedCursor(list, sort ? { sort } : {}, [value, id]);
    const number = /^\d+$/.test(value);
    const lists = [
      me.call(actionApi.list, { query: { after: cursor(actionApi.list) } }),
      ...(["createdAt", "statusOn", "expectedOn", "stageAt"] as const).map((sort) =>
        me.call(opportunityApi.list, { query: { sort, after: cursor(opportunityApi.list, sort) } }),
      ),
      ...(number
        ? []
        : [me.call(opportunityApi.list, { query: { sort: "amount", after: cursor(opportunityApi.list, "amount") } })]),
      me.call(contactApi.list, { query: { sort: "createdAt", after: cursor(contactApi.list, "createdAt") } }),
      me.call(homeApi.changes, { query: { since: value } }),
    ];
    for (const reply of lists) {
      const { status, body } = await reply;
      expect([value, status, body]).toMatchObject([value, 422, { code: "VALIDATION_FAILED" }]);
    }
  }
});

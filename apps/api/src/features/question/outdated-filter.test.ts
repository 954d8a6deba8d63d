import {
  boardApi,
  bulkApi,
  contactApi,
  exportApi,
  opportunityApi,
  questionApi,
  reportApi,
  savedReportApi,
} from "@crm/contract";
import { expect, test } from "vitest";
import { aContact, anOpportunity, aPipeline, aQuestion } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

const json = (value: unknown) => JSON.stringify(value) as never;

/** Two questions in search, a contact that answered the first, and filters on both; then the first becomes a number, the second is deleted. */
async function world() {
  const on = await testApp();
  const me = await on.as("admin");
  const [kind, gone] = [
    await aQuestion(on.db, { type: "text", inSearch: true }),
    await aQuestion(on.db, { type: "text" }),
  ];
  await aContact(on.db, { organisationId: on.home.id, ownerId: me.id, answers: { [kind.id]: "12" } });
  await aContact(on.db, { organisationId: on.home.id, ownerId: me.id, city: "Brest" });
  const asked = (questionId: string) => ({ questionId, operator: "contains" as const, value: "1" });
  const tree = {
    match: "all" as const,
    items: [
      { field: "city", operator: "filled" as const },
      { match: "any" as const, criteria: [asked(gone.id), asked(kind.id)] },
      asked(kind.id),
    ],
  };
  const change = async () => {
    const input = { label: kind.label, code: kind.code, type: "number" as const, inSearch: true };
    const body = { input, version: kind.version, acceptLoss: true };
    expect((await me.call(questionApi.update, { params: { id: kind.id }, body })).status).toBe(200);
    expect((await me.call(questionApi.remove, { params: { id: gone.id } })).body).toMatchObject({ outcome: "deleted" });
  };
  return { ...on, me, kind, gone, asked, tree, change };
}

test("a list says which conditions no longer apply, all of them at once, and leaves none out by itself", async () => {
  const { me, kind, asked, tree, change } = await world();
  const list = async (query: object) => (await me.call(contactApi.list, { query: query as never })) as never;
  expect(await list({ filter: json(tree), answers: json([asked(kind.id)]) })).toMatchObject({ status: 200 });
  await change();
  const paths = (places: string[]) => places.map((path) => ({ path, message: expect.stringContaining("critère") }));
  expect(await list({ filter: json(tree) })).toMatchObject({
    status: 422,
    body: {
      code: "FILTER_OUTDATED",
      issues: paths([
        ...[
          "querystring/filter/items/1/criteria/0",
          "querystring/filter/items/1/criteria/1",
          "querystring/filter/items/2",
        ],
      ]),
    },
  });
  expect(await list({ answers: json([asked(kind.id)]) })).toMatchObject({
    status: 422,
    body: { code: "FILTER_OUTDATED", issues: paths(["querystring/answers/0"]) },
  });
  // Without them, it opens.
  expect(await list({ filter: json({ ...tree, items: tree.items.slice(0, 1) }) })).toMatchObject({ status: 200 });
});

test("the board, its figures and the funnel are not shown without a condition that no longer applies", async () => {
  const { me, db, kind, gone, asked, change } = await world();
  const pipeline = await aPipeline(db);
  const size = await aQuestion(db, { record: "opportunity", type: "number", inSearch: true });
  const [right, dead] = [{ questionId: size.id, operator: "atLeast" as const, value: 1 }, asked(size.id)];
  const asks = (condition: object) => {
    const tree = json({ match: "all", items: [{ match: "any", criteria: [right, condition] }] });
    const by = (query: object) => ({ query: { pipelineId: pipeline.id, ...query } as never });
    return Promise.all(
      [{ answers: json([condition]) }, { filter: tree }].flatMap((query) => [
        me.call(boardApi.columns, by(query)),
        me.call(opportunityApi.list, by(query)),
        me.call(reportApi.funnel, by(query)),
        me.call(reportApi.durations, by(query)),
      ]),
    );
  };
  for (const { status } of await asks(right)) expect(status).toBe(200);
  for (const reply of await asks(dead)) expect(reply).toMatchObject({ status: 422, body: { code: "FILTER_OUTDATED" } });
  // What a report asked of the contacts, too.
  await change();
  const contactAnswers = json([asked(kind.id), asked(gone.id)]);
  const query = { pipelineId: pipeline.id, contactAnswers } as never;
  expect(await me.call(boardApi.columns, { query })).toMatchObject({ status: 422, body: { code: "FILTER_OUTDATED" } });
});

test("nothing is changed, deleted, exported or mailed by a filter with a condition that no longer applies", async () => {
  const { me, db, home, ports, kind, asked, tree, change } = await world();
  const filter = { answers: json([asked(kind.id)]) };
  const early = await me.call(exportApi.create, { body: { record: "contact", filter } });
  expect(early.status).toBe(202);
  await change();

  const refused = { status: 422, body: { code: "FILTER_OUTDATED" } };
  const gone = { record: "contact" as const, kind: "delete" as const };
  expect(await me.call(bulkApi.create, { body: { ...gone, filter } as never })).toMatchObject(refused);
  expect(await me.call(bulkApi.create, { body: { ...gone, filter: { filter: json(tree) } } as never })).toMatchObject(
    refused,
  );
  expect(await me.call(exportApi.create, { body: { record: "contact", filter } })).toMatchObject(refused);
  expect(await me.call(contactApi.count, { query: filter as never })).toMatchObject(refused);
  expect(await db.contact.count({ where: { deletedAt: null } })).toBe(2);
  // One that was asked for before has failed, and holds nobody.
  await ports.jobs.runAll();
  expect((await me.call(exportApi.show, { params: { id: early.body.id } })).body).toMatchObject({ status: "failed" });

  const pipeline = await aPipeline(db);
  const { id: contactId } = await aContact(db, { organisationId: home.id });
  await anOpportunity(db, { organisationId: home.id, contactId, pipelineId: pipeline.id });
  const size = await aQuestion(db, { record: "opportunity", type: "number" });
  const answers = json([asked(size.id)]);
  expect(await me.call(reportApi.sales, { query: { answers, groupBy: "owner" } as never })).toMatchObject(refused);
  for (const query of [new URLSearchParams({ answers }).toString(), "filter=%7Bhalf"]) {
    const body = { report: "sales" as const, name: query.slice(0, 20), shared: false, query };
    const report = (await me.call(savedReportApi.create, { body })).body;
    await me.call(savedReportApi.send, { params: report, body: { format: "pdf", recipientIds: [me.id] } });
  }
  await ports.jobs.runAll();
  expect(ports.mailer.sent).toEqual([]);
  const told = await db.notification.findMany({ where: { userId: me.id, kind: "saved-report.failed" } });
  expect(told).toHaveLength(2);
});

import { Readable } from "node:stream";
import { anonymisationApi, opportunityApi, reportApi, settingApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import {
  aContact,
  anAction,
  anActionType,
  anInteraction,
  anOpportunity,
  anOrganisation,
  aPipeline,
  aQuestion,
} from "../../test/factories.ts";
import { type TestUser, testApp } from "../../test/test-app.ts";
import { anonymiseDue } from "../anonymisation/erasure.service.ts";

async function world() {
  const app = await testApp();
  const pipeline = await aPipeline(app.db);
  const sale = async (over: Partial<Parameters<typeof anOpportunity>[1]> = {}) => {
    const contact = await aContact(app.db, { organisationId: app.home.id });
    return anOpportunity(app.db, {
      contactId: contact.id,
      pipelineId: pipeline.id,
      organisationId: app.home.id,
      createdAt: app.clock.now,
      ...over,
    });
  };
  return { ...app, pipeline, sale };
}
const rule = (body: unknown) => (body as { issues: { path: string; message: string }[] }).issues[0];

describe("the funnel", () => {
  test("a deal of 31 December 23:30 in Paris belongs to that day, whatever UTC says; so does one of a day on which clocks change", async () => {
    const { as, pipeline, sale } = await world();
    await sale({ createdAt: new Date("2025-12-31T22:30:00Z") });
    await sale({ createdAt: new Date("2025-12-31T23:00:00Z") });
    await sale({ createdAt: new Date("2026-03-29T21:59:59Z") });
    const me = await as("admin");
    const cohort = async (createdFrom: string, createdTo: string) =>
      (await me.call(reportApi.funnel, { query: { pipelineId: pipeline.id, createdFrom, createdTo } })).body.stages[0]
        ?.count;
    expect(await cohort("2025-12-31", "2025-12-31")).toBe(1);
    expect(await cohort("2026-01-01", "2026-01-01")).toBe(1);
    expect(await cohort("2026-03-29", "2026-03-29")).toBe(1);
    expect(await cohort("2026-03-30", "2026-12-31")).toBe(0);
  });

  test("tells conversions, the leak, and nothing that divides by nobody", async () => {
    const { as, pipeline, sale } = await world();
    const [first, second] = pipeline.stages.map(({ id }) => id);
    for (const over of [
      { stageId: first, status: "lost" as const, amount: 100.1 },
      { stageId: first, status: "lost" as const, amount: 0.2 },
      { stageId: second, status: "won" as const, amount: 50 },
      { stageId: null },
    ])
      await sale(over);
    const { body } = await (await as("admin")).call(reportApi.funnel, { query: { pipelineId: pipeline.id } });
    expect(body.leak).toBe(second);
    expect(body.stages.map(({ count, fromPrevious, fromStart }) => [count, fromPrevious, fromStart])).toEqual([
      [4, null, 1],
      [3, 0.75, 0.75],
      [1, 1 / 3, 0.25],
      [0, 0, 0],
      [0, null, 0],
    ]);
    expect(body.stages[1]).toMatchObject({
      amount: 150.3,
      statuses: { lost: { count: 2, amount: 100.3 }, won: { count: 1, amount: 50 } },
    });
  });

  test("refuses a period that ends before it starts or lasts a century, and a type that is not there, with the field", async () => {
    const { as, pipeline } = await world();
    const me = await as("manager");
    const ask = (createdFrom: string, createdTo: string) =>
      me.call(reportApi.funnel, { query: { pipelineId: pipeline.id, createdFrom, createdTo } });
    const reversed = await ask("2026-03-02", "2026-03-01");
    expect([reversed.status, rule(reversed.body)]).toMatchObject([
      422,
      { path: "querystring/createdTo", message: "La fin de la période est avant son début." },
    ]);
    expect(rule((await ask("1926-01-01", "2026-03-01")).body)?.message).toBe(
      "Choisissez une période de 50 ans au plus.",
    );
    expect((await ask("2026-02-30", "2026-03-01")).status).toBe(422);
    const nowhere = await me.call(reportApi.funnel, { query: { pipelineId: "019aa000-0000-7000-8000-000000000000" } });
    expect(nowhere.status).toBe(404);
  });

  test("has one bar or forty; an archived stage shows while somebody stands on it", async () => {
    const { db, as, sale, home } = await world();
    const me = await as("admin");
    const bars = async (pipelineId: string) =>
      (await me.call(reportApi.funnel, { query: { pipelineId } })).body.stages.length;
    const one = await aPipeline(db, ["Seule"]);
    const forty = await aPipeline(
      db,
      Array.from({ length: 40 }, (_, n) => `Étape ${n}`),
    );
    expect([await bars(one.id), await bars(forty.id)]).toEqual([2, 41]);
    const [, second, third] = forty.stages.map(({ id }) => id);
    await db.stage.updateMany({ where: { id: { in: [second ?? "", third ?? ""] } }, data: { archivedAt: new Date() } });
    await sale({ pipelineId: forty.id, stageId: second, organisationId: home.id });
    expect(await bars(forty.id)).toBe(40);
  });

  test("keeps the figures of an anonymised contact's opportunities", async () => {
    const { as, ctx, pipeline, sale } = await world();
    const me = await as("admin");
    const { contactId } = await sale({ amount: 1200, status: "won" });
    const before = await me.call(reportApi.funnel, { query: { pipelineId: pipeline.id } });
    await me.call(settingApi.update, { body: { anonymisationDelayDays: 0 } });
    await me.call(anonymisationApi.mark, { params: { id: contactId } });
    expect(await anonymiseDue(ctx, new AbortController().signal)).toBe(1);
    const after = await me.call(reportApi.funnel, { query: { pipelineId: pipeline.id } });
    expect(after.body).toEqual(before.body);
    expect(before.body.stages[0]).toMatchObject({ count: 1, amount: 1200 });
  });

  test("as a spreadsheet says what the screen says", async () => {
    const { as, pipeline, sale, ports } = await world();
    await sale({ stageId: pipeline.stages[0]?.id ?? null, amount: 99.5 });
    const { raw } = await (await as("admin")).call(reportApi.funnelSheet, { query: { pipelineId: pipeline.id } });
    expect(raw.headers["content-disposition"]).toContain("entonnoir-des-ventes.xlsx");
    const rows = [];
    for await (const { cells } of ports.spreadsheets.rows(async () => Readable.from(raw.rawPayload))) rows.push(cells);
    expect(rows[0]?.slice(0, 5)).toEqual(["Étape", "Nombre", "Montant", "En cours", "En cours (montant)"]);
    expect(rows[2]?.slice(0, 5)).toEqual(["Piste", "1", "99.5", "1", "99.5"]);
  });
});

describe("the sales report", () => {
  test("shows a salesperson his own, a manager his organisation, an administrator all: what their lists show", async () => {
    const { db, as, sale } = await world();
    const away = await anOrganisation(db, "Roger");
    const [me, manager, admin] = [await as("salesperson"), await as("manager"), await as("admin")];
    await sale({ ownerId: me.id });
    await sale();
    await sale({ organisationId: away.id });
    const count = async (user: typeof me) => {
      const [report, list] = [
        await user.call(reportApi.sales, { query: {} }),
        await user.call(opportunityApi.count, { query: {} }),
      ];
      expect(report.body.total.count).toBe(list.body.value);
      return report.body.total.count;
    };
    expect([await count(me), await count(manager), await count(admin)]).toEqual([1, 2, 3]);
  });

  test("a question « Afficher dans les rapports » is a column; an archived one or one that isn't ticked is none", async () => {
    const { db, as, sale } = await world();
    const ticked = await aQuestion(db, {
      record: "opportunity",
      type: "number",
      label: "Nombre de personnes",
      inReports: true,
    });
    await aQuestion(db, { record: "opportunity", type: "number", inReports: false });
    await aQuestion(db, { record: "opportunity", type: "number", inReports: true, archivedAt: new Date() });
    await sale({ answers: { [ticked.id]: 0.1 } });
    await sale({ answers: { [ticked.id]: 0.2 } });
    await sale({ answers: { [ticked.id]: "no number" } });
    const { body } = await (await as("admin")).call(reportApi.sales, { query: {} });
    expect(body.questions.map(({ label, kind }) => [label, kind])).toEqual([["Nombre de personnes", "number"]]);
    expect(body.total.questions[ticked.id]).toMatchObject({ sum: 0.3 });
  });

  test("groups by a contact's answer, of the contacts that one sees", async () => {
    const { db, as, sale, home } = await world();
    const away = await anOrganisation(db, "Roger");
    const origin = await aQuestion(db, {
      ...{ record: "contact", type: "multiple-choice", label: "Origine du contact" },
      config: {
        choices: [
          { value: "SALON", label: "Salon" },
          { value: "WEB", label: "Site web" },
        ],
      },
    });
    const from = async (organisationId: string, ...origins: string[]) =>
      (await aContact(db, { organisationId, answers: { [origin.id]: origins } })).id;
    await sale({ contactId: await from(home.id, "SALON"), amount: 10 });
    await sale({ contactId: await from(home.id, "SALON", "WEB"), amount: 5 });
    await sale({ contactId: await from(away.id, "WEB"), amount: 3 });
    await sale({ amount: 1 });
    const rows = async (user: TestUser) => {
      const { body } = await user.call(reportApi.sales, { query: { groupBy: origin.id } });
      expect(body.total).toMatchObject({ count: 4, amount: 19 });
      return body.rows.map(({ label, count, amount }) => [label, count, amount]);
    };
    expect(await rows(await as("admin"))).toEqual([
      ["Salon", 2, 15],
      ["Site web", 2, 8],
      ["", 1, 1],
    ]);
    // The third contact is another organisation's: the list shows its deal, not its answers.
    expect(await rows(await as("manager"))).toEqual([
      ["Salon", 2, 15],
      ["Site web", 1, 5],
      ["", 2, 4],
    ]);
  });

  test("refuses to group by what is no question with choices", async () => {
    const { db, as } = await world();
    const free = await aQuestion(db, { record: "opportunity", type: "text" });
    const me = await as("admin");
    for (const groupBy of [free.id, "019aa000-0000-7000-8000-000000000000"])
      expect(rule((await me.call(reportApi.sales, { query: { groupBy } })).body)?.path).toBe("querystring/groupBy");
  });
});

test("activity credits who did it, in the week in Paris in which it was done", async () => {
  const { db, as, sale, home, clock, ports } = await world();
  const [me, colleague] = [await as("manager", { firstName: "Ana" }), await as("salesperson", { firstName: "Bob" })];
  const deal = await sale({ ownerId: colleague.id, createdAt: new Date("2026-02-20T09:00:00Z") });
  // Sunday night in Paris, though Monday had not come in UTC either: the week before.
  await anInteraction(db, {
    contactId: deal.contactId,
    opportunityId: deal.id,
    actorId: me.id,
    heldAt: new Date("2026-02-22T22:30:00Z"),
  });
  await anInteraction(db, {
    contactId: deal.contactId,
    opportunityId: deal.id,
    actorId: me.id,
    heldAt: new Date("2026-02-22T23:30:00Z"),
    kind: "email",
  });
  await anInteraction(db, { contactId: deal.contactId, opportunityId: deal.id, actorId: me.id, deletedAt: clock.now });
  await anActionType(db);
  const action = { contactId: deal.contactId, organisationId: home.id, ownerId: colleague.id };
  await anAction(db, { ...action, dueAt: new Date("2026-02-24T09:00:00Z"), doneAt: new Date("2026-02-25T09:00:00Z") });
  await anAction(db, { ...action, dueAt: new Date("2026-02-26T09:00:00Z") });
  const { body } = await me.call(reportApi.activity, { query: { from: "2026-02-01", to: "2026-03-02" } });
  expect(
    body.weeks.map(({ name, week, exchanges, actionsDone, actionsLate }) => [
      name,
      week,
      exchanges.call,
      exchanges.email,
      actionsDone,
      actionsLate,
    ]),
  ).toEqual([
    ["Ana Durand", "2026-02-16", 1, 0, 0, 0],
    ["Ana Durand", "2026-02-23", 0, 1, 0, 0],
    ["Bob Durand", "2026-02-23", 0, 0, 1, 1],
  ]);
  expect(body.late).toEqual([{ userId: colleague.id, name: "Bob Durand", count: 1 }]);
  expect(body.responseDays).toBe(2.6);
  expect(body.responses).toEqual([{ userId: me.id, name: "Ana Durand", days: 2.6 }]);

  const sheetOf = async (query: string) => {
    const { raw } = await me.call(reportApi.sheet, { query: { report: "sales", query } });
    const rows = [];
    for await (const { cells } of ports.spreadsheets.rows(async () => Readable.from(raw.rawPayload))) rows.push(cells);
    return rows;
  };
  const days = "part=activity&createdFrom=2026-02-01&createdTo=2026-03-02";
  expect(await sheetOf(days)).toEqual([
    [
      ...["Utilisateur", "Semaine du", "Info", "E-mail", "Appel", "Rendez-vous", "Devis", "Échanges", "Actions faites"],
      ...["dont après l’échéance", "En retard aujourd’hui", "Délai du premier échange (jours)"],
    ],
    ["Ana Durand", "Toute la période", "0", "1", "1", "0", "0", "2", "0", "0", "0", "2.6"],
    ["Bob Durand", "Toute la période", "0", "0", "0", "0", "0", "0", "1", "1", "1"],
    ["Ana Durand", "16/02/2026", "0", "0", "1", "0", "0", "1", "0", "0"],
    ["Ana Durand", "23/02/2026", "0", "1", "0", "0", "0", "1", "0", "0"],
    ["Bob Durand", "23/02/2026", "0", "0", "0", "0", "0", "0", "1", "1"],
  ]);
  expect((await sheetOf(`${days}&ownerId=${colleague.id}`)).map(([name]) => name)).toEqual([
    "Utilisateur",
    "Bob Durand",
    "Bob Durand",
  ]);
});

test("the forecast weighs amounts by the stage's probability and by what was won of those that reached it", async () => {
  const { as, sale, pipeline } = await world();
  const [first, second] = pipeline.stages.map(({ id }) => id);
  await sale({ stageId: first, amount: 1000, expectedOn: new Date("2026-04-30") });
  await sale({ stageId: null, amount: 500 });
  for (const over of [
    { stageId: second, status: "won" as const },
    { stageId: first, status: "lost" as const },
    { stageId: first, status: "lost" as const },
  ])
    await sale(over);
  const { body } = await (await as("admin")).call(reportApi.forecast, { query: {} });
  expect(body.months).toEqual([
    { month: "2026-04", count: 1, amount: 1000, weighted: 230, observed: 333.33 },
    { month: null, count: 1, amount: 500, weighted: 0, observed: 0 },
  ]);
});

test("lost reasons are counted with their amounts, the most frequent first, as the list finds them", async () => {
  const { as, sale } = await world();
  for (const [statusReason, amount] of [
    ["Prix trop élevé", 10],
    ["", 5],
    ["Prix trop élevé ", 20],
    ["PRIX TROP ELEVE", 5],
    [" ", 0],
  ] as const)
    await sale({ status: "lost", statusReason, amount });
  await sale({ status: "won", statusReason: "" });
  const me = await as("admin");
  const { body } = await me.call(reportApi.lostReasons, { query: {} });
  expect(body).toEqual([
    { reason: "Prix trop élevé", count: 3, amount: 35 },
    { reason: "", count: 2, amount: 5 },
  ]);
  const listed = async (criterion: object) => {
    const filter = JSON.stringify({ match: "all", items: [{ field: "statusReason", ...criterion }] });
    return (await me.call(opportunityApi.count, { query: { status: "lost", filter } })).body.value;
  };
  expect(await listed({ operator: "is", value: "Prix trop élevé" })).toBe(3);
  expect(await listed({ operator: "empty" })).toBe(2);
  expect(await listed({ operator: "isNot", value: "Prix trop élevé" })).toBe(2);
  expect(await listed({ operator: "contains", value: "PRIX" })).toBe(3);
});

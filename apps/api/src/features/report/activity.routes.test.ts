import { opportunityApi, reportApi } from "@crm/contract";
import { expect, test } from "vitest";
import { anAction, anActionType, anInteraction } from "../../test/factories.ts";
import { opportunityApp } from "../../test/opportunity-app.ts";
import { bookIn } from "../../test/report-book.ts";

test("activity credits who did it, in the week in Paris in which it was done", async () => {
  const { db, as, opportunity: sale, home, clock } = await opportunityApp();
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

  const bookOf = async (query: string) =>
    bookIn((await me.call(reportApi.sheet, { query: { report: "sales", query } })).raw.rawPayload);
  const days = "part=activity&createdFrom=2026-02-01&createdTo=2026-03-02";
  const [byUser, byWeek] = await bookOf(days);
  const heads = [
    "Info",
    "E-mail",
    "Appel",
    "Rendez-vous",
    "Devis",
    "Échanges",
    "Actions faites",
    "dont après l’échéance",
  ];
  expect(byUser?.table).toEqual([
    ["Utilisateur", ...heads, "En retard aujourd’hui", "Délai du premier échange (jours)"],
    ["Ana Durand", 0, 1, 1, 0, 0, 2, 0, 0, 0, 2.6],
    ["Bob Durand", 0, 0, 0, 0, 0, 0, 1, 1, 1, null],
    ["Total", 0, 1, 1, 0, 0, 2, 1, 1, 1, 2.6],
  ]);
  expect(byWeek?.table).toEqual([
    ["Utilisateur", "Semaine du", ...heads],
    ["Ana Durand", new Date("2026-02-16"), 0, 0, 1, 0, 0, 1, 0, 0],
    ["Ana Durand", new Date("2026-02-23"), 0, 1, 0, 0, 0, 1, 0, 0],
    ["Bob Durand", new Date("2026-02-23"), 0, 0, 0, 0, 0, 0, 1, 1],
    ["Total", null, 0, 1, 1, 0, 0, 2, 1, 1],
  ]);
  const [his] = await bookOf(`${days}&ownerId=${colleague.id}`);
  expect(his?.table.map(([name]) => name)).toEqual(["Utilisateur", "Bob Durand", "Total"]);
});

test("the forecast weighs amounts by the stage's probability and by what was won of those that reached it", async () => {
  const { as, opportunity: sale, pipeline } = await opportunityApp();
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
  const { as, opportunity: sale } = await opportunityApp();
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

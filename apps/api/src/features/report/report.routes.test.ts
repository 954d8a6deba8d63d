import { anonymisationApi, opportunityApi, reportApi, settingApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { aContact, anOpportunity, anOrganisation, aPipeline, aQuestion } from "../../test/factories.ts";
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
    await me.call(settingApi.update, { body: { anonymisationDelayDays: 0, from: { anonymisationDelayDays: 7 } } });
    await me.call(anonymisationApi.mark, { params: { id: contactId } });
    expect(await anonymiseDue(ctx, new AbortController().signal)).toBe(1);
    const after = await me.call(reportApi.funnel, { query: { pipelineId: pipeline.id } });
    expect(after.body).toEqual(before.body);
    expect(before.body.stages[0]).toMatchObject({ count: 1, amount: 1200 });
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
      for (const { key, count } of body.rows) {
        const said = key === null ? { operator: "empty" } : { operator: "includes", value: key };
        const query = { contactAnswers: JSON.stringify([{ questionId: origin.id, ...said }]) };
        expect((await user.call(opportunityApi.count, { query })).body.value).toBe(count);
      }
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

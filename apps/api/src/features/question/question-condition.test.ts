import { contactApi, questionApi } from "@crm/contract";
import { questionsOnTab } from "@crm/fields";
import { describe, expect, it } from "vitest";
import { aContact, aQuestion } from "../../test/factories.ts";
import { countQueries } from "../../test/queries.ts";
import { testApp } from "../../test/test-app.ts";

const choices = [
  { label: "Appel entrant", value: "APL" },
  { label: "Réseau", value: "RESEAU" },
];
const list = { query: { record: "contact" as const } };

async function world() {
  const app = await testApp();
  const admin = await app.as("admin");
  const origin = await aQuestion(app.db, { type: "single-choice", config: { choices } });
  const condition = (value = "APL") => ({ questionId: origin.id, operator: "is" as const, value });
  const create = (over: object, code = "DETAIL") =>
    admin.call(questionApi.create, {
      body: { record: "contact", input: { label: code, code, type: "text", ...over } },
    });
  return { ...app, admin, origin, condition, create };
}

describe("« Afficher seulement si… »", () => {
  it("is kept with the question; a circle, another record's or an archived question, a choice that is none are refused", async () => {
    const { admin, db, origin, condition, create } = await world();
    const detail = await create({ condition: condition() });
    expect(detail).toMatchObject({ status: 201, body: { condition: condition() } });
    const other = await aQuestion(db, { type: "text", record: "opportunity" });
    const gone = await aQuestion(db, { type: "text", archivedAt: new Date() });
    for (const [wrong, rule] of [
      [condition("AUTRE"), "filterValue"],
      [{ ...condition(), operator: "contains" }, "filterValue"],
      [{ questionId: other.id, operator: "filled" }, "conditionQuestion"],
      [{ questionId: gone.id, operator: "filled" }, "conditionQuestion"],
    ] as const)
      expect(await create({ condition: wrong }, "AUTRE")).toMatchObject({
        status: 422,
        body: { issues: [{ path: "body/input/condition", params: { params: { rule } } }] },
      });
    const circle = await admin.call(questionApi.update, {
      params: { id: origin.id },
      body: {
        version: 1,
        input: {
          label: "Origine",
          code: origin.code,
          type: "single-choice",
          config: { choices },
          condition: { questionId: detail.body.id, operator: "filled" },
        },
      },
    });
    expect(circle).toMatchObject({
      status: 422,
      body: { issues: [{ params: { params: { rule: "conditionCycle" } } }] },
    });
  });

  it("two at once that would make a circle: one is refused", async () => {
    const { admin, create } = await world();
    const [a, b] = [(await create({}, "A")).body, (await create({}, "B")).body];
    const waits = (id: string, code: string, questionId: string) =>
      admin.call(questionApi.update, {
        params: { id },
        body: { version: 1, input: { label: code, code, type: "text", condition: { questionId, operator: "filled" } } },
      });
    const replies = await Promise.all([waits(a.id, "A", b.id), waits(b.id, "B", a.id)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 422]);
  });

  it("a question that is not shown is not required, and keeps its answer", async () => {
    const { admin, db, home, origin, condition, create } = await world();
    const detail = (await create({ condition: condition(), required: true })).body;
    const contact = await aContact(db, {
      organisationId: home.id,
      answers: { [origin.id]: "APL", [detail.id]: "gardée" },
    });
    const save = (version: number, answers: Record<string, unknown>) =>
      admin.call(contactApi.answer, { params: { id: contact.id }, body: { version, answers } });
    expect((await save(1, { [detail.id]: null })).status).toBe(422);
    expect((await save(1, { [origin.id]: "RESEAU" })).body).toMatchObject({
      answers: { [origin.id]: "RESEAU", [detail.id]: "gardée" },
    });
    expect((await save(2, { [detail.id]: null })).status).toBe(200);
    expect((await save(3, { [origin.id]: "APL", [detail.id]: null })).status).toBe(422);
  });

  it("goes with the question that it is about when that one is deleted; archived, it waits for its return", async () => {
    const { admin, db, home, origin, condition, create } = await world();
    const detail = (await create({ condition: condition() })).body;
    const shown = async () => (await admin.call(questionApi.list, list)).body.find(({ id }) => id === detail.id);
    await aContact(db, { organisationId: home.id, answers: { [origin.id]: "APL" } });
    const archived = await admin.call(questionApi.remove, { params: { id: origin.id } });
    expect(archived.body.outcome).toBe("archived");
    expect((await db.contact.findFirst())?.answers).toEqual({ [origin.id]: "APL" });
    expect((await shown())?.condition).toEqual(condition());
    await db.contact.updateMany({ data: { answers: {} } });
    expect((await admin.call(questionApi.remove, { params: { id: origin.id } })).body.outcome).toBe("deleted");
    expect(await shown()).toMatchObject({ condition: null, version: 2 });
  });
});

describe("what a question is used for", () => {
  it("counts the records that answer it and names the views about it, in as many queries however many there are", async () => {
    const { as, admin, db, home, origin } = await world();
    const [manager, other] = [await as("manager"), await aQuestion(db, { type: "text" })];
    for (const answers of [{ [origin.id]: "APL" }, { [origin.id]: "APL", [other.id]: "x" }, {}])
      await aContact(db, { organisationId: home.id, answers });
    await aContact(db, { organisationId: home.id, answers: { [origin.id]: "APL" }, deletedAt: new Date() });
    const view = (name: string, userId: string, over: object) =>
      db.savedView.create({ data: { record: "contact", name, userId, query: "", ...over } });
    await view("Par origine", admin.id, { query: `?filter=${origin.id}` });
    await view("Partagée", manager.id, { shared: true, columns: ["name", `answer:${origin.id}`] });
    await view("À moi", manager.id, { query: `?sort=${origin.id}` });
    const usage = () => admin.call(questionApi.usage, list);
    expect((await usage()).body).toEqual([
      { questionId: origin.id, answers: 2, views: ["Par origine", "Partagée"], otherViews: 1 },
      { questionId: other.id, answers: 1, views: [], otherViews: 0 },
    ]);
    expect(await countQueries(usage)).toBe(2);
    expect((await manager.call(questionApi.usage, list)).status).toBe(403);
  });
});

describe("an order for each tab", () => {
  it("differs between BtoB and BtoC; without a tab both are alike again", async () => {
    const { as, db } = await testApp();
    const admin = await as("admin");
    const [both, btob, btoc, two] = [
      await aQuestion(db, { type: "text", tab: "both" }),
      await aQuestion(db, { type: "text", tab: "btob" }),
      await aQuestion(db, { type: "text", tab: "btoc" }),
      await aQuestion(db, { type: "text", tab: "both" }),
    ];
    const order = (tab: "btob" | "btoc" | undefined, ...questions: { id: string }[]) =>
      admin.call(questionApi.reorder, {
        body: { record: "contact", ...(tab ? { tab } : {}), ids: questions.map(({ id }) => id) },
      });
    const orders = async () => {
      const questions = (await admin.call(questionApi.list, list)).body;
      return (["btob", "btoc"] as const).map((tab) => questionsOnTab(questions, tab).map(({ id }) => id));
    };
    const ids = (...questions: { id: string }[]) => questions.map(({ id }) => id);
    expect((await order("btob", two, btob, both)).status).toBe(204);
    expect(await orders()).toEqual([ids(two, btob, both), ids(both, btoc, two)]);
    expect((await order("btoc", btoc, both, two)).status).toBe(204);
    expect(await orders()).toEqual([ids(two, btob, both), ids(btoc, both, two)]);
    const added = (
      await admin.call(questionApi.create, {
        body: { record: "contact", input: { label: "Ajoutée", code: "AJOUTEE", type: "text" } },
      })
    ).body;
    expect(await orders()).toEqual([ids(two, btob, both, added), ids(btoc, both, two, added)]);
    for (const wrong of [
      [two, btob, both],
      [two, btob, both, added, btoc],
      [btoc, both, two, added],
    ])
      expect((await order("btob", ...wrong)).status).toBe(409);
    expect((await order(undefined, added, two, btoc, btob, both)).status).toBe(204);
    expect(await orders()).toEqual([ids(added, two, btob, both), ids(added, two, btoc, both)]);
  });
});

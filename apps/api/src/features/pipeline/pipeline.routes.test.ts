import { randomUUID } from "node:crypto";
import { type PipelineView, pipelineApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { aContact, anOpportunity, aPipeline } from "../../test/factories.ts";
import { type TestApp, testApp } from "../../test/test-app.ts";

const stage = (label: string, over = {}) => ({ label, colour: "blue" as const, probability: 50, ...over });
const input = ({ stages }: PipelineView) => stages.filter((s) => !s.archived).map(({ archived: _, ...rest }) => rest);
const labels = ({ stages }: PipelineView) => stages.map(({ label, archived }) => (archived ? `(${label})` : label));

describe("types of opportunity", () => {
  it("are listed in their order, with their stages; anyone signed in sees them", async () => {
    const { as, anyone } = await testApp();
    const admin = await as("admin");
    for (const name of ["Vente", "Entretien"])
      await admin.call(pipelineApi.create, {
        body: {
          name,
          stages: [stage("Piste", { probability: 10 }), stage("Signature", { colour: "teal", probability: 100 })],
        },
      });
    const salesperson = await as("salesperson");

    const { body } = await salesperson.call(pipelineApi.list, {});

    expect(body.map(({ name, archived }) => [name, archived])).toEqual([
      ["Vente", false],
      ["Entretien", false],
    ]);
    expect(body[0]?.stages).toMatchObject([
      { label: "Piste", colour: "blue", probability: 10, archived: false },
      { label: "Signature", colour: "teal", probability: 100, archived: false },
    ]);
    expect((await anyone.call(pipelineApi.list, {})).status).toBe(401);
  });

  it("are changed by those who configure only", async () => {
    const { as, db } = await testApp();
    const { id, name } = await aPipeline(db);
    for (const profile of ["salesperson", "manager"] as const) {
      const { call } = await as(profile);
      const body = { name, stages: [stage("Piste")] };
      expect((await call(pipelineApi.create, { body })).status).toBe(403);
      expect((await call(pipelineApi.update, { params: { id }, body: { ...body, version: 1 } })).status).toBe(403);
      expect((await call(pipelineApi.setArchived, { params: { id }, body: { archived: true } })).status).toBe(403);
      expect((await call(pipelineApi.reorder, { body: { ids: [id] } })).status).toBe(403);
    }
  });

  it.each([
    ["no name", { name: "  ", stages: [stage("Piste")] }],
    ["no stage", { name: "Vente", stages: [] }],
    ["a colour off the palette", { name: "Vente", stages: [stage("Piste", { colour: "red" })] }],
    ["101 percent", { name: "Vente", stages: [stage("Piste", { probability: 101 })] }],
    ["a NUL", { name: "Ven\0te", stages: [stage("Piste")] }],
    ["too many stages", { name: "Vente", stages: Array.from({ length: 51 }, (_, i) => stage(`Étape ${i}`)) }],
  ])("refuse %s", async (_, body) => {
    const { as } = await testApp();
    const { status, body: reply } = await (await as("admin")).call(pipelineApi.create, { body } as never);
    expect([status, reply]).toMatchObject([422, { code: "VALIDATION_FAILED" }]);
  });

  it("keep emoji and markup as they were typed", async () => {
    const { as } = await testApp();
    const name = "Vente <b>🚀</b> & Cie";
    const { body } = await (await as("admin")).call(pipelineApi.create, {
      body: { name, stages: [stage("Étape n° 1 ✔")] },
    });
    expect([body.name, body.stages[0]?.label]).toEqual([name, "Étape n° 1 ✔"]);
  });

  it("have a name of their own, and so have their stages", async () => {
    const { as, db } = await testApp();
    const admin = await as("admin");
    const { name } = await aPipeline(db);
    const other = await aPipeline(db, ["Piste"]);
    const taken = { status: 409, body: { code: "NAME_TAKEN", details: { name } } };
    expect(await admin.call(pipelineApi.create, { body: { name, stages: [stage("Piste")] } })).toMatchObject(taken);
    expect(
      await admin.call(pipelineApi.update, {
        params: { id: other.id },
        body: { name, version: 1, stages: [stage("Piste")] },
      }),
    ).toMatchObject(taken);
    expect(
      await admin.call(pipelineApi.create, { body: { name: "Neuf", stages: [stage("Devis"), stage("DEVIS ")] } }),
    ).toMatchObject({
      status: 409,
      body: { code: "NAME_TAKEN", details: { name: "DEVIS" } },
    });
    expect(await db.pipeline.count()).toBe(2);
  });

  it("two created at once take one place each", async () => {
    const { as } = await testApp();
    const admin = await as("admin");
    const create = (name: string) => admin.call(pipelineApi.create, { body: { name, stages: [stage("Piste")] } });
    const replies = await Promise.all([create("A"), create("A"), create("B")]);
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 201, 409]);
  });
});

describe("saving a type", () => {
  it("renames, adds, moves and removes stages in one command", async () => {
    const { as, db } = await testApp();
    const admin = await as("admin");
    const { id, stages } = await aPipeline(db, ["A", "B", "C"]);
    const [a, , c] = stages as [{ id: string }, unknown, { id: string }];
    const body = {
      name: "Neuf",
      version: 1,
      stages: [stage("C2", { id: c.id, probability: 5 }), stage("D"), stage("A", { id: a.id })],
    };

    const { status, body: view } = await admin.call(pipelineApi.update, { params: { id }, body });

    expect([status, view.name, view.version, labels(view)]).toEqual([200, "Neuf", 2, ["C2", "D", "A"]]);
    expect(view.stages[0]).toMatchObject({ id: c.id, probability: 5 });
    expect(await db.stage.count()).toBe(3);
  });

  it("archives a stage that opportunities reached, deletes one that none did, brings one back", async () => {
    const app = await testApp();
    const { call } = await app.as("admin");
    const { pipeline, opportunity } = await standingOn(app, ["A", "B", "C", "D"], 2);
    const [a, b, c, d] = input(pipeline);

    const without = await call(pipelineApi.update, {
      params: { id: pipeline.id },
      body: { name: "V", version: 1, stages: [d, c].filter((s) => s !== undefined) },
    });
    expect(labels(without.body)).toEqual(["D", "C", "(A)", "(B)"]);
    expect(await app.db.opportunity.findUniqueOrThrow({ where: { id: opportunity.id } })).toMatchObject({
      stageId: b?.id,
    });

    const back = await call(pipelineApi.update, {
      params: { id: pipeline.id },
      body: { name: "V", version: 2, stages: [b, a].filter((s) => s !== undefined) },
    });
    expect(labels(back.body)).toEqual(["B", "A"]);
    expect(await app.db.stage.count()).toBe(2);
  });

  it("in another order, says again which stage each opportunity reached last", async () => {
    const app = await testApp();
    const { call } = await app.as("admin");
    const { pipeline, opportunity } = await standingOn(app, ["A", "B", "C"], 2);
    const [a, b, c] = input(pipeline) as unknown as [{ id: string; label: string }, { id: string }, { id: string }];
    await call(pipelineApi.update, {
      params: { id: pipeline.id },
      body: { name: "V", version: 1, stages: [b, a, c] as never },
    });
    expect(await app.db.opportunity.findUniqueOrThrow({ where: { id: opportunity.id } })).toMatchObject({
      stageId: a.id,
    });
  });

  it("of two at once, the second is told and shown what the first saved", async () => {
    const { as, db } = await testApp();
    const admin = await as("admin");
    const { id } = await aPipeline(db);
    const save = (name: string) =>
      admin.call(pipelineApi.update, { params: { id }, body: { name, version: 1, stages: [stage("Piste")] } });
    const replies = await Promise.all([save("Une"), save("Autre")]);
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
    const [won, lost] = replies.sort((one, other) => one.status - other.status);
    expect(lost?.body).toMatchObject({
      code: "EDIT_CONFLICT",
      details: { current: { name: won?.body.name, version: 2 } },
    });
  });

  it("refuses what is not there: the type, or a stage of another type", async () => {
    const { as, db } = await testApp();
    const admin = await as("admin");
    const [one, other] = [await aPipeline(db, ["A"]), await aPipeline(db, ["B"])];
    const save = (id: string, stageId: string) =>
      admin.call(pipelineApi.update, {
        params: { id },
        body: { name: "V", version: 1, stages: [stage("A", { id: stageId })] },
      });
    expect((await save(randomUUID(), randomUUID())).status).toBe(404);
    expect((await save(one.id, other.stages[0]?.id ?? "")).status).toBe(404);
    expect(await db.pipeline.findUniqueOrThrow({ where: { id: one.id } })).toMatchObject({
      name: one.name,
      version: 1,
    });
  });
});

it("a type is archived and comes back, its version with it", async () => {
  const { as, db } = await testApp();
  const admin = await as("admin");
  const { id } = await aPipeline(db);
  const archive = (archived: boolean) => admin.call(pipelineApi.setArchived, { params: { id }, body: { archived } });
  expect(await archive(true)).toMatchObject({ status: 200, body: { archived: true, version: 2 } });
  expect(await archive(true)).toMatchObject({ status: 200, body: { archived: true, version: 2 } });
  expect((await admin.call(pipelineApi.list, {})).body).toMatchObject([{ id, archived: true }]);
  expect(await archive(false)).toMatchObject({ status: 200, body: { archived: false, version: 3 } });
  expect(
    (await admin.call(pipelineApi.setArchived, { params: { id: randomUUID() }, body: { archived: true } })).status,
  ).toBe(404);
});

it("the order of the types is one command that names each once", async () => {
  const { as, db } = await testApp();
  const admin = await as("admin");
  const ids = [(await aPipeline(db)).id, (await aPipeline(db)).id, (await aPipeline(db)).id];
  const reorder = (order: string[]) => admin.call(pipelineApi.reorder, { body: { ids: order } });
  const listed = async () => (await admin.call(pipelineApi.list, {})).body.map(({ id }) => id);
  const [a, b, c] = ids as [string, string, string];

  expect((await reorder([c, a, b])).status).toBe(204);
  expect(await listed()).toEqual([c, a, b]);
  for (const outdated of [
    [a, b],
    [a, b, b],
    [a, b, c, randomUUID()],
    [a, b, randomUUID()],
  ])
    expect(await reorder(outdated)).toMatchObject({ status: 409, body: { code: "ORDER_OUTDATED" } });
  expect(await listed()).toEqual([c, a, b]);
});

/** A type and an opportunity that has reached its first `reached` stages. */
async function standingOn({ db, as, home }: TestApp, stageLabels: string[], reached: number) {
  const row = await aPipeline(db, stageLabels);
  const contact = await aContact(db, { organisationId: home.id });
  const opportunity = await anOpportunity(db, {
    contactId: contact.id,
    pipelineId: row.id,
    organisationId: home.id,
    stageId: row.stages[reached - 1]?.id ?? null,
    reached: {
      create: row.stages.slice(0, reached).map(({ id }) => ({ stageId: id, reachedOn: new Date("2026-02-01") })),
    },
  });
  const { body } = await (await as("admin")).call(pipelineApi.list, {});
  const pipeline = body.find(({ id }) => id === row.id);
  if (!pipeline) throw new Error("the type is not listed");
  return { pipeline, opportunity };
}

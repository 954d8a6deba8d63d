import { randomUUID } from "node:crypto";
import { opportunityApi, pipelineApi } from "@crm/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stepBack } from "../../test/commands.ts";
import { aContact, anOpportunity, aPipeline } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

async function underWay(labels = ["Piste", "Découverte besoins", "Proposition", "Négociation"]) {
  const app = await testApp();
  const { db, home } = app;
  const admin = await app.as("admin");
  const pipeline = await aPipeline(db, labels);
  const contact = await aContact(db, { organisationId: home.id });
  const { id } = await anOpportunity(db, { contactId: contact.id, pipelineId: pipeline.id, organisationId: home.id });
  const stages = pipeline.stages.map((stage) => stage.id) as [string, string, string, string];
  const reach = (stageId: string, reachedOn = "2026-02-27") =>
    admin.call(opportunityApi.reachStage, { params: { id }, body: { stageId, reachedOn } });
  const back = () => stepBack(admin, id);
  const show = async () => (await admin.call(opportunityApi.show, { params: { id } })).body;
  return { ...app, admin, pipeline, stages, id, reach, back, show };
}

describe("stepping back", () => {
  it("undoes the stage that is named, and no other: pressed twice, it is one stage", async () => {
    const { admin, id, reach, stages, show } = await underWay();
    for (const stageId of stages.slice(0, 3)) await reach(stageId);
    const query = { stageId: stages[2] };
    const both = await Promise.all([1, 2].map(() => admin.call(opportunityApi.stepBack, { params: { id }, query })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body).toMatchObject({
      code: "STAGE_NOT_LAST",
      details: { stage: "Découverte besoins", on: "2026-02-27" },
    });
    expect((await show()).stageId).toBe(stages[1]);
  });
});

describe("reaching a stage", () => {
  it("keeps the day it happened, says which comes next, and leaves the card's version alone", async () => {
    const { reach, stages, show } = await underWay();
    const [first, second, third] = stages;
    await reach(first, "2026-01-15");

    const { status, body } = await reach(second, "2026-03-02");

    expect(status).toBe(200);
    expect(body).toMatchObject({
      stageId: second,
      nextStageId: third,
      version: 1,
      reached: [
        { stageId: first, reachedOn: "2026-01-15" },
        { stageId: second, reachedOn: "2026-03-02" },
      ],
    });
    expect((await show()).timeline.rows.map(({ kind, data }) => [kind, data])).toEqual([
      ["opportunity.stage-reached", { stageId: second, stage: "Découverte besoins", on: "2026-03-02" }],
      ["opportunity.stage-reached", { stageId: first, stage: "Piste", on: "2026-01-15" }],
    ]);
  });

  it("refuses any but the next one", async () => {
    const { reach, stages, back, db } = await underWay();
    const [first, second] = stages;
    const foreign = await aPipeline(db);
    for (const stageId of [second, randomUUID(), foreign.stages[0]?.id ?? ""])
      expect(await reach(stageId)).toMatchObject({
        status: 409,
        body: { code: "STAGE_NOT_NEXT", details: { next: { id: first, label: "Piste" } } },
      });
    await reach(first);
    expect(await reach(first)).toMatchObject({ status: 409, body: { code: "STAGE_ALREADY_REACHED" } });
    for (const stageId of stages.slice(1)) await reach(stageId);
    expect(await reach(randomUUID())).toMatchObject({
      status: 409,
      body: { code: "STAGE_NOT_NEXT", details: { next: null } },
    });
    expect((await back()).body.nextStageId).toBe(stages[3]);
  });

  it("refuses a day to come, and one before the stage before", async () => {
    const { reach, stages, clock, show } = await underWay();
    const [first, second] = stages;
    expect(await reach(first, "2026-03-03")).toMatchObject({ status: 422, body: { code: "DATE_IN_FUTURE" } });
    expect((await reach(first, "2026-03-02")).status).toBe(200);
    expect(await reach(second, "2026-03-01")).toMatchObject({
      status: 422,
      body: { code: "DATE_BEFORE_PREVIOUS_STAGE", details: { previous: "2026-03-02", stage: "Piste" } },
    });
    clock.now = new Date("2026-03-02T22:59:00Z"); // still the 2nd in Paris
    expect((await reach(second, "2026-03-03")).status).toBe(422);
    expect((await reach(second, "2026-03-02")).status).toBe(200);
    expect((await show()).reached).toHaveLength(2);
  });

  it("two people at once: one wins", async () => {
    const { reach, stages, db } = await underWay();
    const both = await Promise.all([reach(stages[0]), reach(stages[0])]);
    expect(both.map((reply) => reply.status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body).toMatchObject({
      code: "STAGE_ALREADY_REACHED",
      details: { stageId: stages[0], stage: "Piste", on: "2026-02-27" },
    });
    expect(await db.auditEvent.count()).toBe(1);
  });
});

describe("stepping back", () => {
  it("undoes the last stage, one after the other, until there is none", async () => {
    const { reach, back, stages, show } = await underWay();
    const [first, second] = stages;
    await reach(first);
    await reach(second);
    expect((await back()).body).toMatchObject({ stageId: first, nextStageId: second, reached: [{ stageId: first }] });
    expect((await back()).body).toMatchObject({ stageId: null, nextStageId: first, reached: [] });
    expect(await back()).toMatchObject({ status: 409, body: { code: "NO_STAGE_TO_UNDO" } });
    expect((await show()).timeline.rows[0]).toMatchObject({
      kind: "opportunity.stage-undone",
      data: { stage: "Piste", on: "2026-02-27" },
    });
  });

  it("two people at once undo one stage each, never the same", async () => {
    const { reach, back, stages } = await underWay();
    await reach(stages[0]);
    const both = await Promise.all([back(), back()]);
    expect(both.map((reply) => reply.status).sort()).toEqual([200, 409]);
  });
});

describe("when the type changes under way", () => {
  it("a removed stage stays on the bar of who reached it, and the next one is the one behind it", async () => {
    const { reach, back, stages, admin, pipeline } = await underWay();
    const [first, second, third, fourth] = stages;
    await reach(first);
    await reach(second);
    const kept = pipeline.stages.filter(({ id }) => id === first || id === third || id === fourth);
    const body = {
      name: pipeline.name,
      version: 1,
      stages: kept.map(({ id, label, probability }) => ({ id, label, colour: "blue" as const, probability })),
    };
    expect(
      (await admin.call(pipelineApi.update, { params: { id: pipeline.id }, body })).body.stages.at(-1),
    ).toMatchObject({ id: second, archived: true });

    expect((await reach(second)).body).toMatchObject({ code: "STAGE_ALREADY_REACHED" });
    expect((await reach(third)).body).toMatchObject({
      stageId: third,
      nextStageId: fourth,
      reached: [{ stageId: first }, { stageId: second }, { stageId: third }],
    });
    await back();
    expect((await back()).body).toMatchObject({ stageId: first, nextStageId: third });
    expect(await reach(second)).toMatchObject({ status: 409, body: { code: "STAGE_NOT_NEXT" } });
  });

  it("a save and a validation at once leave no stage behind and block nobody", async () => {
    const { reach, stages, admin, pipeline, show } = await underWay();
    const body = {
      name: pipeline.name,
      version: 1,
      stages: [{ label: "Neuve", colour: "teal" as const, probability: 100 }],
    };
    const [saved, reached] = await Promise.all([
      admin.call(pipelineApi.update, { params: { id: pipeline.id }, body }),
      reach(stages[0]),
    ]);
    expect(saved.status).toBe(200);
    expect([200, 409]).toContain(reached.status);
    const card = await show();
    expect(card.stageId).toBe(card.reached.at(-1)?.stageId ?? null);
    expect(card.reached).toHaveLength(reached.status === 200 ? 1 : 0);
  });
});

it("whatever is reached, undone and reordered, the last stage and the bar agree", async () => {
  const { db, home, admin } = await underWay();
  const command = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant("reach" as const),
        stage: fc.nat(4),
        day: fc.integer({ min: 1, max: 28 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("back" as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant("save" as const),
        order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 1 }),
      }),
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 12 }), async (commands) => {
      const pipeline = await aPipeline(db, ["A", "B", "C", "D", "E"]);
      const contact = await aContact(db, { organisationId: home.id });
      const { id } = await anOpportunity(db, {
        contactId: contact.id,
        pipelineId: pipeline.id,
        organisationId: home.id,
      });
      let version = 1;
      for (const step of commands) {
        const before = (await admin.call(opportunityApi.show, { params: { id } })).body;
        if (step.do === "back") {
          const { status, body } = await stepBack(admin, id);
          expect(status).toBe(before.reached.length === 0 ? 409 : 200);
          if (status === 200) expect(body.reached).toEqual(before.reached.slice(0, -1));
        } else if (step.do === "reach") {
          const stage = {
            stageId: pipeline.stages[step.stage]?.id ?? "",
            reachedOn: `2026-02-${String(step.day).padStart(2, "0")}`,
          };
          const allowed =
            stage.stageId === before.nextStageId && stage.reachedOn >= (before.reached.at(-1)?.reachedOn ?? "");
          const { status, body } = await admin.call(opportunityApi.reachStage, { params: { id }, body: stage });
          expect(status === 200).toBe(allowed);
          if (allowed) expect(body.reached).toEqual([...before.reached, stage]);
        } else {
          const existing = await db.stage.findMany({ where: { pipelineId: pipeline.id } });
          const stages = step.order.flatMap((place) =>
            existing.filter(({ id: stageId }) => stageId === pipeline.stages[place]?.id),
          );
          if (stages.length === 0) continue;
          const body = {
            name: pipeline.name,
            version,
            stages: stages.map(({ id: stageId, label }) => ({
              id: stageId,
              label,
              colour: "blue" as const,
              probability: 1,
            })),
          };
          expect((await admin.call(pipelineApi.update, { params: { id: pipeline.id }, body })).status).toBe(200);
          version += 1;
        }
        const after = (await admin.call(opportunityApi.show, { params: { id } })).body;
        expect(after.stageId).toBe(after.reached.at(-1)?.stageId ?? null);
        if (step.do === "save")
          expect(after.reached.map(({ stageId }) => stageId).sort()).toEqual(
            before.reached.map(({ stageId }) => stageId).sort(),
          );
        const order = await db.stage.findMany({ where: { pipelineId: pipeline.id }, orderBy: { position: "asc" } });
        const places = after.reached.map(({ stageId }) => order.findIndex((stage) => stage.id === stageId));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        const next = order.find((stage, place) => stage.archivedAt === null && place > (places.at(-1) ?? -1));
        expect(after.nextStageId).toBe(next?.id ?? null);
      }
    }),
    { numRuns: 25 },
  );
});

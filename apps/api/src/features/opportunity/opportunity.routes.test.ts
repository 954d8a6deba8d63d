import { randomUUID } from "node:crypto";
import { contactApi, notificationApi, opportunityApi, pipelineApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { aContact, aPipeline, aQuestion } from "../../test/factories.ts";
import { opportunityApp } from "../../test/opportunity-app.ts";

describe("a new opportunity", () => {
  it("is open today, mine, named after its type and contact, with the default answers", async () => {
    const { as, contact, pipeline, db, clock } = await opportunityApp();
    clock.now = new Date("2026-03-01T23:30:00Z"); // already the 2nd in Paris
    const question = await aQuestion(db, { record: "opportunity", type: "number", defaultAnswer: 3 });
    const admin = await as("admin");

    const { status, body } = await admin.call(opportunityApi.create, {
      body: { contactId: contact.id, pipelineId: pipeline.id },
    });

    expect(status).toBe(201);
    expect(body).toMatchObject({
      title: `${pipeline.name} – Étienne Le Goff`,
      status: "open",
      statusOn: "2026-03-02",
      contact: { id: contact.id, name: "Étienne Le Goff" },
      stageId: null,
      reached: [],
      nextStageId: pipeline.stages[0]?.id,
      amount: null,
      owner: { id: admin.id },
      answers: { [question.id]: 3 },
      can: { update: true },
    });
    expect(body.code).toMatch(/^O-\d{6}$/);
    for (const timeline of [
      await admin.call(opportunityApi.timeline, { params: { id: body.id }, query: {} }),
      await admin.call(contactApi.timeline, { params: { id: contact.id }, query: {} }),
    ])
      expect(timeline.body.rows).toMatchObject([
        {
          kind: "opportunity.created",
          actor: { id: admin.id },
          opportunity: { id: body.id },
          data: { title: body.title },
        },
      ]);
  });

  it("takes the title, amount and owner given, and tells the owner", async () => {
    const { as, contact, pipeline } = await opportunityApp();
    const [manager, colleague] = [await as("manager"), await as("salesperson")];
    const body = {
      contactId: contact.id,
      pipelineId: pipeline.id,
      title: " Extension <b>🏗️</b> ",
      amount: 1234.56,
      ownerId: colleague.id,
    };

    const created = await manager.call(opportunityApi.create, { body });

    expect(created.body).toMatchObject({
      title: "Extension <b>🏗️</b>",
      amount: 1234.56,
      owner: { id: colleague.id, active: true },
    });
    const bell = await colleague.call(notificationApi.list, {});
    expect(bell.body).toMatchObject({
      unread: 1,
      rows: [{ kind: "opportunity.assigned", data: { opportunityId: created.body.id } }],
    });
  });

  it("never outgrows its title", async () => {
    const { as, db, home } = await opportunityApp();
    const contact = await aContact(db, {
      organisationId: home.id,
      firstName: "É".repeat(120),
      lastName: "🚀".repeat(60),
    });
    const pipeline = await aPipeline(db);
    const { body } = await (await as("admin")).call(opportunityApi.create, {
      body: { contactId: contact.id, pipelineId: pipeline.id },
    });
    expect([...body.title].length).toBeLessThanOrEqual(200);
    expect(body.title.isWellFormed()).toBe(true);
  });

  it("needs a contact that one sees, a type in use and an owner who can follow it", async () => {
    const { as, db, contact, pipeline } = await opportunityApp();
    const [admin, salesperson, left] = [
      await as("admin"),
      await as("salesperson"),
      await as("salesperson", { active: false }),
    ];
    const body = { contactId: contact.id, pipelineId: pipeline.id };
    expect(await salesperson.call(opportunityApi.create, { body })).toMatchObject({
      status: 404,
      body: { code: "NOT_FOUND", details: { record: "contact" } },
    });
    expect(await admin.call(opportunityApi.create, { body: { ...body, pipelineId: randomUUID() } })).toMatchObject({
      status: 404,
    });
    expect(await admin.call(opportunityApi.create, { body: { ...body, ownerId: left.id } })).toMatchObject({
      status: 422,
      body: { code: "OWNER_NOT_ASSIGNABLE" },
    });
    await admin.call(pipelineApi.setArchived, { params: { id: pipeline.id }, body: { archived: true } });
    expect(await admin.call(opportunityApi.create, { body })).toMatchObject({
      status: 409,
      body: { code: "PIPELINE_ARCHIVED" },
    });
    expect(await db.opportunity.count()).toBe(0);
    expect(await db.auditEvent.count()).toBe(0);
  });

  it.each([
    ["a negative amount", { amount: -1 }],
    ["a third decimal", { amount: 0.001 }],
    ["a title of 201", { title: "x".repeat(201) }],
    ["a NUL", { title: "a\0b" }],
    ["half an emoji", { title: "\uD83D" }],
    ["no uuid", { contactId: "x" }],
  ])("refuses %s", async (_, over) => {
    const { as, contact, pipeline } = await opportunityApp();
    const body = { contactId: contact.id, pipelineId: pipeline.id, ...over };
    expect(await (await as("admin")).call(opportunityApi.create, { body })).toMatchObject({
      status: 422,
      body: { code: "VALIDATION_FAILED" },
    });
  });
});

describe("title, amount and notes", () => {
  it("change together, and the timeline says how", async () => {
    const { as, opportunity } = await opportunityApp();
    const [admin, { id }] = [await as("admin"), await opportunity({ amount: 1000 })];
    const notes = "<p>Vu <strong>mardi</strong></p><script>alert(1)</script><img src=x onerror=alert(1)>";

    const { status, body } = await admin.call(opportunityApi.update, {
      params: { id },
      body: { version: 1, title: "Extension", amount: null, notes },
    });

    expect([status, body.title, body.amount, body.notes, body.version]).toEqual([
      200,
      "Extension",
      null,
      "<p>Vu <strong>mardi</strong></p>",
      2,
    ]);
    const { body: card } = await admin.call(opportunityApi.show, { params: { id } });
    expect(card.timeline.rows).toMatchObject([
      {
        kind: "opportunity.changed",
        changes: [
          { field: "title", from: "Refonte du site", to: "Extension" },
          { field: "amount", from: expect.stringMatching(/^1\s000,00 €$/), to: null },
          { field: "notes", from: null, to: "Vu mardi" },
        ],
      },
    ]);
  });

  it("saved as they were, leave no trace", async () => {
    const { as, opportunity, db } = await opportunityApp();
    const { id, title } = await opportunity();
    const { body } = await (await as("admin")).call(opportunityApi.update, {
      params: { id },
      body: { version: 1, title },
    });
    expect([body.version, await db.auditEvent.count()]).toEqual([1, 0]);
  });

  it("of two editors, the second is told and sees what the first wrote", async () => {
    const { as, opportunity } = await opportunityApp();
    const [admin, { id }] = [await as("admin"), await opportunity()];
    const rename = (title: string) =>
      admin.call(opportunityApi.update, { params: { id }, body: { version: 1, title } });
    const replies = (await Promise.all([rename("Une"), rename("Autre")])).sort(
      (one, other) => one.status - other.status,
    );
    expect(replies.map((reply) => reply.status)).toEqual([200, 409]);
    expect(replies[1]?.body).toMatchObject({
      code: "EDIT_CONFLICT",
      details: { current: { title: replies[0]?.body.title, version: 2 } },
    });
  });
});

describe("answers", () => {
  it("are judged by their question, one by one; the others stay", async () => {
    const { as, db, opportunity } = await opportunityApp();
    const admin = await as("admin");
    const people = await aQuestion(db, {
      record: "opportunity",
      type: "number",
      config: { max: 5 },
      label: "Personnes",
      required: true,
    });
    const wish = await aQuestion(db, { record: "opportunity", type: "text", label: "Souhait" });
    const old = await aQuestion(db, { record: "opportunity", type: "text", archivedAt: new Date() });
    const ofContacts = await aQuestion(db, { record: "contact", type: "text" });
    const { id } = await opportunity({ answers: { [people.id]: 2, [old.id]: "gardé" } });
    const answer = (version: number, answers: Record<string, unknown>) =>
      admin.call(opportunityApi.answer, { params: { id }, body: { version, answers } });

    expect(await answer(1, { [wish.id]: "Vite" })).toMatchObject({
      status: 200,
      body: { version: 2, answers: { [people.id]: 2, [wish.id]: "Vite", [old.id]: "gardé" } },
    });
    expect((await answer(2, { [wish.id]: null })).body.answers).toEqual({ [people.id]: 2, [old.id]: "gardé" });
    for (const [refused, code] of [
      [{ [people.id]: 9 }, "VALIDATION_FAILED"],
      [{ [people.id]: null }, "VALIDATION_FAILED"],
      [{ [ofContacts.id]: "x" }, "VALIDATION_FAILED"],
      [{ [old.id]: "x" }, "QUESTION_ARCHIVED"],
    ] as const)
      expect((await answer(3, refused)).body).toMatchObject({ code });
    expect((await answer(3, { [people.id]: 9 })).body).toMatchObject({
      issues: [{ path: `body/answers/${people.id}` }],
    });
    expect((await answer(1, { [people.id]: 1 })).body).toMatchObject({ code: "EDIT_CONFLICT" });
    const { body } = await admin.call(opportunityApi.timeline, { params: { id }, query: {} });
    expect(body.rows).toMatchObject([
      { kind: "opportunity.answered", changes: [{ field: "Souhait", questionId: wish.id, from: "Vite", to: null }] },
      { kind: "opportunity.answered", changes: [{ field: "Souhait", from: null, to: "Vite" }] },
    ]);
  });
});

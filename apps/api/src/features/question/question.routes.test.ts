import { contactApi, exportTemplateApi, importLimits, questionApi } from "@crm/contract";
import { v7 as uuid } from "uuid";
import { describe, expect, it } from "vitest";
import { aContact, anOpportunity, aPipeline, aQuestion } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

const choices = {
  choices: [
    { label: "Appel entrant", value: "APL" },
    { label: "Réseau", value: "RESEAU" },
    { label: "Site web", value: "WEB" },
  ],
};
const origin = {
  label: "Origine du contact",
  code: "ORIGINE_CONTACT",
  type: "single-choice" as const,
  config: choices,
};
const list = { query: { record: "contact" as const } };

describe("adding a question (guide 2.5, 3.5)", () => {
  it("puts it behind the others; the list and a contact's card know it at once", async () => {
    const { as } = await testApp();
    const admin = await as("admin");
    await admin.call(questionApi.list, list); // now in memory
    for (const code of ["A", "B-2", "ORIGINE_CONTACT"]) {
      const { status, body } = await admin.call(questionApi.create, {
        body: { record: "contact", input: { ...origin, code, help: " D’où vient-il ? ", inSearch: true } },
      });
      expect(status).toBe(201);
      expect(body).toMatchObject({
        label: "Origine du contact",
        help: "D’où vient-il ?",
        code,
        config: choices,
        required: false,
        tab: "both",
        version: 1,
        archivedAt: null,
        defaultAnswer: null,
      });
    }
    const { body } = await admin.call(questionApi.list, list);
    expect(body.map(({ code, position }) => [code, position])).toEqual([
      ["A", 0],
      ["B-2", 1],
      ["ORIGINE_CONTACT", 2],
    ]);
    expect((await admin.call(questionApi.list, { query: { record: "opportunity" } })).body).toEqual([]);
    const contact = await admin.call(contactApi.create, {
      body: { email: "a@b.fr", answers: { [body[0]?.id ?? ""]: "APL" } },
    });
    expect(contact.body.answers).toEqual({ [body[0]?.id ?? ""]: "APL" });
  });

  it("keeps two questions that are added at once apart", async () => {
    const { as } = await testApp();
    const admin = await as("admin");
    const replies = await Promise.all(
      ["A", "B", "C", "A"].map((code) =>
        admin.call(questionApi.create, { body: { record: "contact", input: { ...origin, code } } }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409]);
    expect((await admin.call(questionApi.list, list)).body.map(({ position }) => position)).toEqual([0, 1, 2]);
  });

  it.each([
    ["contact", "NOM", "Nom"],
    ["contact", "CODE_CONTACT", "Code contact"],
    ["contact", "PRISE", "Une autre"],
    ["contact", "ARCHIVEE", "Ancienne"],
    ["opportunity", "MONTANT", "Montant"],
  ] as const)("refuses for a %s the code %s, that of « %s »", async (record, code, label) => {
    const { as, db } = await testApp();
    const admin = await as("admin");
    await aQuestion(db, { type: "text", code: "PRISE", label: "Une autre" });
    await aQuestion(db, { type: "text", code: "ARCHIVEE", label: "Ancienne", archivedAt: new Date() });
    const refusal = {
      status: 409,
      body: {
        code: "CODE_TAKEN",
        details: { code, label },
        issues: [{ path: "body/input/code", rule: "taken", message: `Ce code est déjà celui de « ${label} ».` }],
      },
    };
    expect(await admin.call(questionApi.create, { body: { record, input: { ...origin, code } } })).toMatchObject(
      refusal,
    );
    const other = await aQuestion(db, { type: "text", record });
    expect(
      await admin.call(questionApi.update, {
        params: { id: other.id },
        body: { version: 1, input: { ...origin, type: "text", config: {}, code } },
      }),
    ).toMatchObject(refusal);
  });

  it("takes one code for a contact and an opportunity", async () => {
    const { as } = await testApp();
    const admin = await as("admin");
    for (const record of ["contact", "opportunity"] as const)
      expect((await admin.call(questionApi.create, { body: { record, input: origin } })).status).toBe(201);
  });

  it.each([
    [{ code: "origine contact" }, "body/input/code"],
    [{ code: "" }, "body/input/code"],
    [{ code: "É" }, "body/input/code"],
    [{ label: "" }, "body/input/label"],
    [{ label: "x".repeat(201) }, "body/input/label"],
    [{ label: "a\0b" }, "body/input/label"],
    [{ config: { choices: [] } }, "body/input/config/choices"],
    [{ config: { choices: [{ label: "Oui, ici", value: "A,B" }] } }, "body/input/config/choices/0/value"],
    [{ type: "text", config: { maxLength: 0 } }, "body/input/config/maxLength"],
    [{ defaultAnswer: "AUTRE" }, "body/input/defaultAnswer"],
    [{ type: "hologram" }, "body/input/type"],
  ])("refuses %j at %s", async (over, path) => {
    const { as, db } = await testApp();
    const admin = await as("admin");
    const { status, body } = await admin.call(questionApi.create, {
      body: { record: "contact", input: { ...origin, ...over } as never },
    });
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { code: "VALIDATION_FAILED", issues: [{ path, message: expect.stringMatching(/\S/) }] },
    });
    expect(await db.question.count()).toBe(0);
  });

  it("keeps HTML and emoji as they were typed", async () => {
    const { as } = await testApp();
    const admin = await as("admin");
    const label = "<script>alert(1)</script> 🎉";
    expect(
      (await admin.call(questionApi.create, { body: { record: "contact", input: { ...origin, label } } })).body.label,
    ).toBe(label);
  });

  it("is for those who configure; everyone signed in reads", async () => {
    const { as, anyone, db } = await testApp();
    const { id } = await aQuestion(db, { type: "text" });
    for (const profile of ["salesperson", "manager"] as const) {
      const user = await as(profile);
      expect((await user.call(questionApi.list, list)).status).toBe(200);
      expect((await user.call(questionApi.create, { body: { record: "contact", input: origin } })).status).toBe(403);
      expect(
        (await user.call(questionApi.update, { params: { id }, body: { version: 1, input: origin } })).status,
      ).toBe(403);
      expect((await user.call(questionApi.remove, { params: { id } })).status).toBe(403);
      expect((await user.call(questionApi.reorder, { body: { record: "contact", ids: [id] } })).status).toBe(403);
    }
    expect((await anyone.call(questionApi.list, list)).status).toBe(401);
  });
});

describe("archiving and deleting", () => {
  it("deletes a question without answers, archives one with; it comes back behind the others with its answers", async () => {
    const { as, db, home } = await testApp();
    const admin = await as("admin");
    const [unused, used, last] = [
      await aQuestion(db, { type: "text" }),
      await aQuestion(db, { type: "text" }),
      await aQuestion(db, { type: "text" }),
    ];
    const contact = await aContact(db, { organisationId: home.id, answers: { [used.id]: "oui", [unused.id]: null } });
    expect((await admin.call(questionApi.remove, { params: { id: unused.id } })).body).toEqual({
      outcome: "deleted",
      answers: 0,
    });
    expect((await admin.call(questionApi.remove, { params: { id: used.id } })).body).toEqual({
      outcome: "archived",
      answers: 1,
    });
    expect((await admin.call(questionApi.remove, { params: { id: used.id } })).body).toEqual({
      outcome: "archived",
      answers: 1,
    });
    expect((await admin.call(questionApi.list, list)).body.map(({ id }) => id)).toEqual([last.id]);
    const archived = (await admin.call(questionApi.list, { query: { record: "contact", archived: "true" } })).body;
    expect(archived).toMatchObject([{ id: used.id, archivedAt: "2026-03-02T09:00:00.000Z", version: 2 }]);

    const answer = () =>
      admin.call(contactApi.answer, {
        params: { id: contact.id },
        body: { version: 1, answers: { [used.id]: "non" } },
      });
    expect(await answer()).toMatchObject({ status: 409, body: { code: "QUESTION_ARCHIVED" } });
    const input = { label: "x", code: "X", type: "text" as const };
    expect(
      await admin.call(questionApi.update, { params: { id: used.id }, body: { version: 2, input } }),
    ).toMatchObject({ status: 409, body: { code: "QUESTION_ARCHIVED" } });

    expect((await admin.call(questionApi.restore, { params: { id: used.id } })).body).toMatchObject({
      id: used.id,
      archivedAt: null,
    });
    expect((await admin.call(questionApi.restore, { params: { id: used.id } })).body.version).toBe(3);
    expect((await admin.call(questionApi.list, list)).body.map(({ id }) => id)).toEqual([last.id, used.id]);
    expect((await answer()).body.answers).toEqual({ [used.id]: "non" });
  });

  it("counts the answers of opportunities too, and knows no stranger", async () => {
    const { as, db, home } = await testApp();
    const admin = await as("admin");
    const question = await aQuestion(db, { type: "text", record: "opportunity" });
    const contact = await aContact(db, { organisationId: home.id });
    const pipeline = await aPipeline(db);
    await anOpportunity(db, {
      organisationId: home.id,
      contactId: contact.id,
      pipelineId: pipeline.id,
      answers: { [question.id]: "oui" },
    });
    expect((await admin.call(questionApi.remove, { params: { id: question.id } })).body).toEqual({
      outcome: "archived",
      answers: 1,
    });
    const stranger = { params: { id: contact.id } };
    for (const reply of [
      await admin.call(questionApi.remove, stranger),
      await admin.call(questionApi.restore, stranger),
    ])
      expect(reply).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
  });
});

it("keeps to as many questions as an export may have columns that an import reads; an archived one does not count", async () => {
  const { as, db } = await testApp();
  const admin = await as("admin");
  await db.question.createMany({
    data: Array.from({ length: 899 }, (_, position) => ({
      ...{
        id: uuid(),
        record: "contact",
        label: `Question ${position}`,
        code: `Q_${position}`,
        type: "text",
        position,
      },
    })),
  });
  const create = (code: string) =>
    admin.call(questionApi.create, { body: { record: "contact", input: { ...origin, code } } });
  const archived = await aQuestion(db, { type: "text", archivedAt: new Date() });
  expect((await create("LA_900E")).status).toBe(201);
  const { body } = await admin.call(exportTemplateApi.columns, { query: { record: "contact" } });
  expect(body.standard.length).toBeGreaterThan(900);
  expect(body.standard.length).toBeLessThanOrEqual(importLimits.columns);
  const full = { status: 409, body: { code: "TOO_MANY_QUESTIONS", details: { max: 900 } } };
  expect(await create("LA_901E")).toMatchObject(full);
  expect(await admin.call(questionApi.restore, { params: { id: archived.id } })).toMatchObject(full);
  const one = await db.question.findFirstOrThrow({ where: { code: "Q_0" } });
  expect((await admin.call(questionApi.remove, { params: { id: one.id } })).status).toBe(200);
  expect((await admin.call(questionApi.restore, { params: { id: archived.id } })).status).toBe(200);
});

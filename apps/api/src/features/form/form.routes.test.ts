import { formApi, submissionApi } from "@crm/contract";
import { v7 as uuid } from "uuid";
import { describe, expect, test } from "vitest";
import { aContact, aForm, anOrganisation, aQuestion, aSubmission } from "../../test/factories.ts";
import { countQueries } from "../../test/queries.ts";
import { testApp } from "../../test/test-app.ts";

const choices = { choices: [{ label: "Salon", value: "SAL" }] };

async function world() {
  const on = await testApp();
  const admin = await on.as("admin");
  const origin = await aQuestion(on.db, { type: "single-choice", label: "Origine", help: "Où ?", config: choices });
  const input = (over: object = {}) => ({
    ...{ name: "Demande de devis", slug: "demande-de-devis", title: "Votre projet" },
    fields: [
      { key: "email" as const, required: true },
      { key: "mobile" as const },
      { key: origin.id, required: true, label: "D’où venez-vous ?" },
    ],
    ...over,
  });
  const create = (over: object = {}, by = admin) => by.call(formApi.create, { body: input(over) });
  const one = (id: string) => ({ params: { id } });
  return { ...on, admin, origin, input, create, one };
}

describe("a form", () => {
  test("is made by an administrator and shown to all who use the CRM", async () => {
    const { as, create, one, db, home } = await world();
    const [seller, outside] = [await as("salesperson"), await as("admin", { crmAccess: false })];
    const { status, body } = await create({ ownerId: seller.id, emailConsent: "Écrivez-moi" });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ name: "Demande de devis", address: "http://crm.test/f/demande-de-devis", active: true, archivedAt: null },
      ...{ owner: { id: seller.id, active: true }, submissions: 0, lastAt: null, version: 1, can: { update: true } },
    });
    expect(body.fields[2]).toMatchObject({ required: true, label: "D’où venez-vous ?", help: "" });
    const seen = await seller.call(formApi.show, one(body.id));
    expect(seen.body).toMatchObject({ id: body.id, can: { update: false } });
    expect((await create({}, seller)).status).toBe(403);
    expect((await outside.call(formApi.list, { query: {} })).status).toBe(403);
    expect(await db.form.findUniqueOrThrow({ where: { id: body.id } })).toMatchObject({ organisationId: home.id });
  });

  test("counts the submissions that one sees, in one statement however many forms there are", async () => {
    const { as, db, home, admin } = await world();
    const [seller, manager] = [await as("salesperson"), await as("manager")];
    const elsewhere = await anOrganisation(db);
    const of = async (organisationId: string, ownerId?: string, over = {}) =>
      (await aContact(db, { organisationId, ...(ownerId ? { ownerId } : {}), ...over })).id;
    const first = await aForm(db, { organisationId: home.id, name: "Éclairage" });
    await aForm(db, { organisationId: home.id, name: "Devis" });
    const receivedAt = new Date("2026-03-02T08:00:00Z");
    await aSubmission(db, { formId: first.id, contactId: await of(home.id, seller.id) });
    await aSubmission(db, { formId: first.id, contactId: await of(home.id), receivedAt });
    await aSubmission(db, { formId: first.id, contactId: await of(elsewhere.id) });
    await aSubmission(db, { formId: first.id });
    await aSubmission(db, { formId: first.id, contactId: await of(home.id, seller.id, { deletedAt: receivedAt }) });
    const counts = async (by: typeof admin) =>
      (await by.call(formApi.list, { query: {} })).body.map(({ name, submissions }) => [name, submissions]);
    expect(await counts(seller)).toEqual([
      ["Devis", 0],
      ["Éclairage", 1],
    ]);
    expect((await counts(manager))[1]).toEqual(["Éclairage", 2]);
    expect((await counts(admin))[1]).toEqual(["Éclairage", 4]);
    const { lastAt } = (await seller.call(formApi.show, { params: { id: first.id } })).body;
    expect(lastAt).toBe("2026-03-01T09:00:00.000Z");
    const list = () => admin.call(formApi.list, { query: {} });
    const before = await countQueries(list);
    for (let i = 0; i < 5; i++) await aForm(db, { organisationId: home.id });
    expect(await countQueries(list)).toBe(before);
  });

  test("is changed by one at a time, and keeps its own address", async () => {
    const { admin, create, input, one } = await world();
    const { body: form } = await create();
    const save = (version: number, over = {}) =>
      admin.call(formApi.update, { ...one(form.id), body: { version, input: input(over) } });
    const both = await Promise.all([save(1, { name: "A" }), save(1, { name: "B" })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body).toMatchObject({
      ...{ code: "EDIT_CONFLICT", details: { current: { version: 2 } } },
    });
    const taken = await create({ name: "Autre" });
    expect(taken.status).toBe(409);
    expect(taken.body).toMatchObject({ code: "CODE_TAKEN", issues: [{ path: "body/slug", rule: "taken" }] });
    await create({ slug: "autre" });
    expect((await save(2, { slug: "autre" })).body).toMatchObject({ issues: [{ path: "body/input/slug" }] });
    expect((await save(2, { slug: "ailleurs" })).body.address).toBe("http://crm.test/f/ailleurs");
    expect((await admin.call(formApi.update, { ...one(uuid()), body: { version: 1, input: input() } })).status).toBe(
      404,
    );
  });

  test("asks only questions about contacts that are asked, and none for files; each refusal says where", async () => {
    const { db, create, admin, one, input, origin } = await world();
    const [archived, file, ofOpportunity] = [
      await aQuestion(db, { type: "text", archivedAt: new Date() }),
      await aQuestion(db, { type: "file" }),
      await aQuestion(db, { type: "text", record: "opportunity" }),
    ];
    const keys = [archived.id, file.id, ofOpportunity.id, uuid()];
    const fields = [{ key: "email", required: true }, ...keys.map((key) => ({ key }))];
    const { status, body } = await create({ fields });
    expect(status).toBe(422);
    const { issues } = body as unknown as { issues: { path: string; message: string }[] };
    expect(issues.map(({ path }) => path)).toEqual([1, 2, 3, 4].map((place) => `body/fields/${place}/key`));
    expect(issues[1]?.message).toBe("Un formulaire public ne peut pas demander de fichier.");
    const made = (await create()).body;
    await db.question.update({ where: { id: origin.id }, data: { archivedAt: new Date() } });
    const saved = await admin.call(formApi.update, { ...one(made.id), body: { version: 1, input: input() } });
    expect(saved.body).toMatchObject({ issues: [{ path: "body/input/fields/2/key" }] });
    for (const [over, path] of [
      [{ fields: [{ key: "email" }] }, "body/fields"],
      [{ fields: [...fields.slice(0, 1), { key: "email" }] }, "body/fields/1/key"],
      [{ smsConsent: "Oui", fields: fields.slice(0, 1) }, "body/smsConsent"],
      [{ slug: "Été" }, "body/slug"],
      [{ redirectUrl: "javascript:alert(1)" }, "body/redirectUrl"],
    ] as const)
      expect((await create(over)).raw.json().issues[0]).toMatchObject({ path });
  });

  test("gives contacts only to who can be given some, but keeps an owner who left", async () => {
    const { db, as, create, admin, one, input } = await world();
    const [seller, gone] = [await as("salesperson"), await as("salesperson", { active: false })];
    expect((await create({ ownerId: gone.id })).body).toMatchObject({ code: "OWNER_NOT_ASSIGNABLE" });
    const { body: form } = await create({ ownerId: seller.id });
    await db.user.update({ where: { id: seller.id }, data: { active: false } });
    const kept = await admin.call(formApi.update, {
      ...one(form.id),
      body: { version: 1, input: input({ ownerId: seller.id, title: "Autre" }) },
    });
    expect(kept.body).toMatchObject({ title: "Autre", owner: { id: seller.id, active: false } });
  });

  test("with submissions is archived and comes back closed; without any it is gone", async () => {
    const { db, create, admin, one } = await world();
    const { body: form } = await create();
    await aSubmission(db, { formId: form.id });
    expect((await admin.call(formApi.remove, one(form.id))).body).toEqual({ outcome: "archived", submissions: 1 });
    const listed = async (archived: boolean) =>
      (await admin.call(formApi.list, { query: { archived: String(archived) } })).body.length;
    expect([await listed(false), await listed(true)]).toEqual([0, 1]);
    const restored = (await admin.call(formApi.restore, one(form.id))).body;
    expect(restored).toMatchObject({ archivedAt: null, active: false, submissions: 1 });
    const { body: other } = await create({ slug: "autre" });
    expect((await admin.call(formApi.remove, one(other.id))).body).toEqual({ outcome: "deleted", submissions: 0 });
    expect((await admin.call(formApi.show, one(other.id))).status).toBe(404);
  });
});

describe("its public page", () => {
  test("tells what a visitor needs to answer, and nothing else", async () => {
    const { anyone, db, create, origin } = await world();
    const [trade, away] = [await aQuestion(db, { type: "text" }), await aQuestion(db, { type: "text" })];
    const on = (questionId: string) => ({ questionId, operator: "is" as const, value: "SAL" });
    await db.question.update({ where: { id: trade.id }, data: { condition: on(origin.id) } });
    await db.question.update({ where: { id: origin.id }, data: { condition: on(away.id), defaultAnswer: "SAL" } });
    const fields = [{ key: "email", required: true }, { key: origin.id }, { key: trade.id, help: "En un mot" }];
    await create({ fields, emailConsent: "Écrivez-moi" });
    const open = () => anyone.call(formApi.open, { params: { slug: "demande-de-devis" } });
    const { status, body } = await open();
    expect(status).toBe(200);
    expect(body).toEqual({
      ...{ title: "Votre projet", intro: "", button: "", version: 1 },
      consents: [{ channel: "email", wording: "Écrivez-moi" }],
      fields: [
        { key: "email", required: true, label: "E-mail", help: "", question: null },
        {
          ...{ key: origin.id, required: false, label: "Origine", help: "Où ?" },
          question: {
            ...{ id: origin.id, label: "Origine", help: "Où ?", type: "single-choice", config: choices },
            // The question that it waits for is not on the form.
            ...{ condition: null, archivedAt: null },
          },
        },
        {
          ...{ key: trade.id, required: false, label: "Origine du contact", help: "En un mot" },
          question: {
            ...{ id: trade.id, label: "Origine du contact", help: "", type: "text", config: {} },
            ...{ condition: on(origin.id), archivedAt: null },
          },
        },
      ],
    });
  });

  test("asks no more for what was archived meanwhile, nor for files", async () => {
    const { anyone, admin, db, create, origin, one } = await world();
    const { body: form } = await create();
    const open = () => anyone.call(formApi.open, { params: { slug: form.slug } });
    const keys = async () => (await open()).body.fields.map(({ key }) => key);
    await db.question.update({ where: { id: origin.id }, data: { archivedAt: new Date() } });
    expect(await keys()).toEqual(["email", "mobile"]);
    await db.form.update({ where: { id: form.id }, data: { active: false } });
    expect((await open()).status).toBe(410);
    expect((await open()).body).toMatchObject({ code: "FORM_CLOSED" });
    await admin.call(formApi.remove, one(form.id));
    expect((await open()).status).toBe(404);
    const kept = (await create({ fields: [{ key: "email", required: true }] })).body;
    await aSubmission(db, { formId: kept.id });
    await admin.call(formApi.remove, one(kept.id));
    expect((await open()).body).toMatchObject({ code: "FORM_CLOSED" });
    expect(
      (await anyone.call(submissionApi.receive, { params: { slug: kept.slug }, body: { version: 1, answers: {} } }))
        .body,
    ).toMatchObject({ code: "FORM_CLOSED" });
  });
});

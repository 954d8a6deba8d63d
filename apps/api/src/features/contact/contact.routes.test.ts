import { randomUUID } from "node:crypto";
import { contactApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { aContact, anOrganisation, aQuestion } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

const choices = {
  choices: [
    { label: "Appel entrant", value: "APL" },
    { label: "Réseau", value: "RESEAU" },
  ],
};

describe("creating a contact (guide 2.2)", () => {
  it("demands the e-mail only, and gives the contact to its creator", async () => {
    const { as } = await testApp();
    const sales = await as("salesperson");
    const { status, body } = await sales.call(contactApi.create, { body: { email: "  Audrey@Net-Helium.FR " } });

    expect(status).toBe(201);
    expect(body).toMatchObject({
      email: "audrey@net-helium.fr",
      emailValidity: "unverified",
      lastName: "",
      owner: { id: sales.id },
      version: 1,
      can: { update: true },
    });
    expect(body.code).toMatch(/^C-\d{6}$/);
    expect(body.createdAt).toBe("2026-03-02T09:00:00.000Z");
  });

  it("keeps phones as E.164, and as typed when they are none", async () => {
    const { as } = await testApp();
    const sales = await as("salesperson");
    const body = { email: "a@b.fr", phone: "02.99.00.10 10", mobile: "poste 12" };
    expect((await sales.call(contactApi.create, { body })).body).toMatchObject({
      phone: "+33299001010",
      mobile: "poste 12",
    });
  });

  it("answers with the defaults of the questions, without demanding the required ones", async () => {
    const { db, as } = await testApp();
    const [origin, required, archived] = await Promise.all([
      aQuestion(db, { type: "single-choice", config: choices, defaultAnswer: "APL" }),
      aQuestion(db, { type: "text", required: true }),
      aQuestion(db, { type: "text", defaultAnswer: "non", archivedAt: new Date() }),
    ]);
    const sales = await as("salesperson");
    const { body } = await sales.call(contactApi.create, { body: { email: "a@b.fr" } });
    expect(body.answers).toEqual({ [origin.id]: "APL" });

    const chosen = await sales.call(contactApi.create, {
      body: { email: "a@b.fr", answers: { [origin.id]: null, [required.id]: "oui" } },
    });
    expect(chosen.body.answers).toEqual({ [required.id]: "oui" });

    const erased = await sales.call(contactApi.create, { body: { email: "a@b.fr", answers: { [required.id]: null } } });
    expect(erased).toMatchObject({
      status: 422,
      body: { code: "VALIDATION_FAILED", issues: [{ path: `body/answers/${required.id}` }] },
    });
    expect(
      await sales.call(contactApi.create, { body: { email: "a@b.fr", answers: { [archived.id]: "x" } } }),
    ).toMatchObject({ status: 409, body: { code: "QUESTION_ARCHIVED" } });
  });

  const refused: [what: string, body: object, path: string][] = [
    ["no e-mail", {}, "body/email"],
    ["an e-mail that is none", { email: "audrey" }, "body/email"],
    [
      "an e-mail of 255 characters",
      {
        email: `${"a".repeat(64)}@${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.${"e".repeat(4)}.fr`,
      },
      "body/email",
    ],
    ["a NUL in a name", { email: "a@b.fr", lastName: "Le\0Denmat" }, "body/lastName"],
    ["half an emoji", { email: "a@b.fr", lastName: "\ud83d" }, "body/lastName"],
    ["a NUL in the notes", { email: "a@b.fr", notes: "\0" }, "body/notes"],
    ["a name of 10,000 letters", { email: "a@b.fr", lastName: "x".repeat(10_000) }, "body/lastName"],
    [
      "an answer to no question",
      { email: "a@b.fr", answers: { "0197a0c0-0000-7000-8000-000000000001": 1 } },
      "body/answers/0197a0c0-0000-7000-8000-000000000001",
    ],
  ];
  it("refuses what is wrong, on the field it is about, and writes nothing", async () => {
    const { as, db } = await testApp();
    const sales = await as("salesperson");
    for (const [what, body, path] of refused)
      expect(await sales.call(contactApi.create, { body: body as never }), what).toMatchObject({
        status: 422,
        body: { code: "VALIDATION_FAILED", issues: [{ path }] },
      });
    expect(await db.contact.count()).toBe(0);
  });

  it("takes an e-mail of 254 characters, the longest that mail can be sent to", async () => {
    const { as } = await testApp();
    const sales = await as("salesperson");
    const email = `${"a".repeat(64)}@${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.${"e".repeat(3)}.fr`;
    expect(email).toHaveLength(254);
    expect(await sales.call(contactApi.create, { body: { email } })).toMatchObject({ status: 201, body: { email } });
  });

  it("keeps HTML in a name as the text it is, emoji, and notes without anything that runs", async () => {
    const { as } = await testApp();
    const sales = await as("salesperson");
    const notes = `<p onclick="x()">Bonjour <b>Audrey</b></p><script>alert(1)</script><a href="javascript:x()">non</a><a href="https://helium.fr" style="x">oui</a><img src=x onerror=x()>`;
    const { body } = await sales.call(contactApi.create, {
      body: { email: "a@b.fr", lastName: "<b>Le Denmat</b> 🎉", notes },
    });
    expect(body.lastName).toBe("<b>Le Denmat</b> 🎉");
    expect(body.notes).toBe(
      `<p>Bonjour <b>Audrey</b></p><a rel="noopener">non</a><a href="https://helium.fr" rel="noopener">oui</a>`,
    );
  });

  it("belongs to its owner's organisation; who can't follow it is refused", async () => {
    const { as, db } = await testApp();
    const admin = await as("admin");
    const roger = await anOrganisation(db, "Roger");
    const ines = await as("salesperson", { organisationId: roger.id });
    const { body } = await admin.call(contactApi.create, { body: { email: "a@b.fr", ownerId: ines.id } });
    expect(await db.contact.findUnique({ where: { id: body.id } })).toMatchObject({
      ownerId: ines.id,
      organisationId: roger.id,
    });
    const gone = await as("salesperson", { active: false });
    expect(await admin.call(contactApi.create, { body: { email: "a@b.fr", ownerId: gone.id } })).toMatchObject({
      status: 422,
      body: { code: "OWNER_NOT_ASSIGNABLE" },
    });
  });
});

describe("changing a contact", () => {
  it("tells on the timeline what it was and what it is", async () => {
    const { as } = await testApp();
    const sales = await as("salesperson");
    const { body: contact } = await sales.call(contactApi.create, {
      body: { email: "a@b.fr", lastName: "Le Denmat", mobile: "0612345678" },
    });
    const params = { id: contact.id };
    const changed = await sales.call(contactApi.update, {
      params,
      body: { version: 1, lastName: "Martin", mobile: "", notes: "<p>Vu au <b>salon</b></p><p>&amp; rappelé</p>" },
    });
    expect(changed.body).toMatchObject({ lastName: "Martin", mobile: "", version: 2 });

    const { body: card } = await sales.call(contactApi.show, { params });
    expect(card.timeline.rows.map(({ kind }) => kind)).toEqual(["contact.changed", "contact.created"]);
    expect(card.timeline.rows[0]).toMatchObject({
      actor: { id: sales.id, name: "Camille Durand" },
      changes: [
        { field: "lastName", from: "Le Denmat", to: "Martin" },
        { field: "mobile", from: "06 12 34 56 78", to: null },
        { field: "notes", from: null, to: "Vu au salon & rappelé" },
      ],
    });
  });

  it("does nothing when nothing changes", async () => {
    const { as } = await testApp();
    const sales = await as("salesperson");
    const { body: contact } = await sales.call(contactApi.create, { body: { email: "a@b.fr", lastName: "Le Denmat" } });
    const same = await sales.call(contactApi.update, {
      params: { id: contact.id },
      body: { version: 1, lastName: " Le Denmat " },
    });
    expect(same).toMatchObject({ status: 200, body: { version: 1 } });
    expect((await sales.call(contactApi.timeline, { params: { id: contact.id }, query: {} })).body.rows).toHaveLength(
      1,
    );
  });

  it("has another e-mail verified anew", async () => {
    const { as, db, home } = await testApp();
    const admin = await as("admin");
    const { id } = await aContact(db, { organisationId: home.id, email: "a@b.fr", emailValidity: "valid" });
    const body = { version: 1, email: "c@d.fr" };
    expect((await admin.call(contactApi.update, { params: { id }, body })).body).toMatchObject({
      email: "c@d.fr",
      emailValidity: "unverified",
    });
  });

  it("tells the second of two editors, with the contact as it now is", async () => {
    const { as, db, home } = await testApp();
    const [one, two] = [await as("manager"), await as("admin")];
    const { id } = await aContact(db, { organisationId: home.id, lastName: "Le Denmat" });
    const both = await Promise.all([
      one.call(contactApi.update, { params: { id }, body: { version: 1, lastName: "Martin" } }),
      two.call(contactApi.update, { params: { id }, body: { version: 1, notes: "<p>Rappeler</p>" } }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = both.find(({ status }) => status === 409);
    const saved = both.find(({ status }) => status === 200);
    expect(refused?.body).toMatchObject({
      code: "EDIT_CONFLICT",
      details: { current: { id, version: 2, lastName: saved?.body.lastName, notes: saved?.body.notes } },
    });
    expect(await db.auditEvent.count({ where: { contactId: id } })).toBe(1);
  });
});

describe("answering the questions of a contact", () => {
  it("merges, erases with null, leaves archived answers, and says it with the labels of the choices", async () => {
    const { as, db, home } = await testApp();
    const admin = await as("admin");
    const [origin, since, old] = await Promise.all([
      aQuestion(db, { type: "single-choice", config: choices, label: "Origine du contact" }),
      aQuestion(db, { type: "date", label: "Client depuis" }),
      aQuestion(db, { type: "text", archivedAt: new Date() }),
    ]);
    const { id } = await aContact(db, { organisationId: home.id, answers: { [origin.id]: "APL", [old.id]: "gardé" } });
    const { body } = await admin.call(contactApi.answer, {
      params: { id },
      body: { version: 1, answers: { [origin.id]: "RESEAU", [since.id]: "2026-02-03" } },
    });
    expect(body).toMatchObject({
      version: 2,
      answers: { [origin.id]: "RESEAU", [since.id]: "2026-02-03", [old.id]: "gardé" },
    });

    const erased = await admin.call(contactApi.answer, {
      params: { id },
      body: { version: 2, answers: { [origin.id]: null } },
    });
    expect(erased.body.answers).toEqual({ [since.id]: "2026-02-03", [old.id]: "gardé" });
    const { body: timeline } = await admin.call(contactApi.timeline, { params: { id }, query: {} });
    expect(timeline.rows.map(({ changes }) => changes)).toEqual([
      [{ field: "Origine du contact", questionId: origin.id, from: "Réseau", to: null }],
      [
        { field: "Origine du contact", questionId: origin.id, from: "Appel entrant", to: "Réseau" },
        { field: "Client depuis", questionId: since.id, from: null, to: "03/02/2026" },
      ],
    ]);
  });

  it("refuses what the question doesn't allow, an unknown question, an outdated version", async () => {
    const { as, db, home } = await testApp();
    const admin = await as("admin");
    const origin = await aQuestion(db, { type: "single-choice", config: choices, required: true });
    const { id } = await aContact(db, { organisationId: home.id });
    const answer = (answers: Record<string, unknown>, version = 1) =>
      admin.call(contactApi.answer, { params: { id }, body: { version, answers } });
    const stranger = randomUUID();
    expect(await answer({ [origin.id]: "NON" })).toMatchObject({
      status: 422,
      body: { issues: [{ path: `body/answers/${origin.id}` }] },
    });
    expect(await answer({ [origin.id]: null })).toMatchObject({
      status: 422,
      body: { issues: [{ path: `body/answers/${origin.id}` }] },
    });
    expect(await answer({ [stranger]: "x" })).toMatchObject({
      status: 422,
      body: { issues: [{ path: `body/answers/${stranger}` }] },
    });
    expect(await answer({ [origin.id]: "APL" }, 7)).toMatchObject({ status: 409, body: { code: "EDIT_CONFLICT" } });
  });

  it("two at once: nobody's answer is lost unseen", async () => {
    const { as, db, home } = await testApp();
    const admin = await as("admin");
    const [a, b] = await Promise.all([aQuestion(db, { type: "text" }), aQuestion(db, { type: "text" })]);
    const { id } = await aContact(db, { organisationId: home.id });
    const both = await Promise.all(
      [a, b].map((question) =>
        admin.call(contactApi.answer, { params: { id }, body: { version: 1, answers: { [question.id]: "x" } } }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(Object.keys((await db.contact.findUniqueOrThrow({ where: { id } })).answers as object)).toHaveLength(1);
  });
});

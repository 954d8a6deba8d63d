import { randomUUID } from "node:crypto";
import { contactApi, notificationApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { assignContact } from "../../test/commands.ts";
import { aContact, anOpportunity, anOrganisation, aPipeline, aQuestion } from "../../test/factories.ts";
import { countQueries } from "../../test/queries.ts";
import { testApp } from "../../test/test-app.ts";

const _choices = {
  choices: [
    { label: "Appel entrant", value: "APL" },
    { label: "Réseau", value: "RESEAU" },
  ],
};

describe("assigning a contact (guide 2.2)", () => {
  it("tells the new owner, and moves the contact to his organisation", async () => {
    const { as, db } = await testApp();
    const sales = await as("salesperson");
    const roger = await anOrganisation(db, "Roger");
    const ines = await as("salesperson", { organisationId: roger.id, firstName: "Inès", lastName: "Haddad" });
    const { body: contact } = await sales.call(contactApi.create, {
      body: { email: "a@b.fr", firstName: "Audrey", lastName: "Le Denmat" },
    });
    const params = { id: contact.id };

    const given = await assignContact(sales, contact.id, ines.id);
    expect(given).toMatchObject({
      status: 200,
      body: { owner: { id: ines.id, name: "Inès Haddad" }, can: { update: false }, version: 1 },
    });
    expect(await sales.call(contactApi.show, { params })).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
    expect(await db.contact.findUnique({ where: { id: contact.id } })).toMatchObject({ organisationId: roger.id });
    const { body: card } = await ines.call(contactApi.show, { params });
    expect(card.timeline.rows[0]).toMatchObject({
      kind: "contact.assigned",
      changes: [{ field: "owner", from: "Camille Durand", to: "Inès Haddad" }],
    });
    const { body: bell } = await ines.call(notificationApi.list, {});
    expect(bell.rows).toMatchObject([
      { kind: "contact.assigned", data: { contactId: contact.id, name: "Audrey Le Denmat", by: "Camille Durand" } },
    ]);
  });

  it("is refused over somebody else's change, which is shown", async () => {
    const { as, db, home } = await testApp();
    const [manager, one, other] = [await as("manager"), await as("salesperson"), await as("salesperson")];
    const { id } = await aContact(db, { organisationId: home.id });
    const give = (ownerId: string, from: string | null) =>
      manager.call(contactApi.assign, { params: { id }, body: { from, ownerId } });
    expect((await give(one.id, null)).status).toBe(200);
    expect(await give(other.id, null)).toMatchObject({
      status: 409,
      body: { code: "EDIT_CONFLICT", details: { current: { owner: { id: one.id } } } },
    });
    expect((await give(other.id, one.id)).status).toBe(200);
  });

  it("to oneself rings no bell; to nobody leaves it to the organisation; a person who left is refused", async () => {
    const { as, db, home } = await testApp();
    const manager = await as("manager");
    const { id } = await aContact(db, { organisationId: home.id });
    await assignContact(manager, id, manager.id);
    expect(await db.notification.count()).toBe(0);
    const nobody = await assignContact(manager, id, null);
    expect(nobody.body).toMatchObject({ owner: null, can: { update: true } });
    const gone = await as("salesperson", { active: false });
    const closed = await as("salesperson", { crmAccess: false });
    for (const { id: ownerId } of [gone, closed, { id: randomUUID() }])
      expect(await assignContact(manager, id, ownerId)).toMatchObject({
        status: 422,
        body: { code: "OWNER_NOT_ASSIGNABLE" },
      });
  });
});

describe("duplicating a contact (guide 2.4)", () => {
  it("marks name, first name and e-mail, copies the rest, and starts a history of its own", async () => {
    const { as, db } = await testApp();
    const sales = await as("salesperson");
    const question = await aQuestion(db, { type: "text" });
    const { body: original } = await sales.call(contactApi.create, {
      body: {
        email: "audrey@x.fr",
        lastName: "Le Denmat",
        firstName: "Audrey",
        company: "Net Hélium",
        city: "Rennes",
        notes: "<p>Note</p>",
        answers: { [question.id]: "oui" },
      },
    });
    const { status, body: copy } = await sales.call(contactApi.duplicate, { params: { id: original.id } });
    expect(status).toBe(201);
    expect(copy).toMatchObject({
      lastName: "à modifier Le Denmat",
      firstName: "à modifier Audrey",
      email: "à modifier audrey@x.fr",
      emailValidity: "invalid",
      company: "Net Hélium",
      city: "Rennes",
      notes: "<p>Note</p>",
      answers: { [question.id]: "oui" },
      owner: { id: sales.id },
      version: 1,
    });
    expect(copy.code).not.toBe(original.code);
    const { body: card } = await sales.call(contactApi.show, { params: { id: copy.id } });
    expect(card.timeline.rows).toMatchObject([
      { kind: "contact.duplicated", data: { code: original.code, name: "Audrey Le Denmat" } },
    ]);

    // The copy can't keep that e-mail once its essentials are edited.
    const kept = await sales.call(contactApi.update, {
      params: { id: copy.id },
      body: { version: 1, email: copy.email },
    });
    expect(kept).toMatchObject({ status: 422, body: { issues: [{ path: "body/email" }] } });
    const mended = await sales.call(contactApi.update, {
      params: { id: copy.id },
      body: { version: 1, email: "gwen@x.fr", lastName: "Martin", firstName: "Gwen" },
    });
    expect(mended.body).toMatchObject({ email: "gwen@x.fr", emailValidity: "unverified" });
  });

  it("marks nothing twice, and adds nothing to an empty name", async () => {
    const { as, db, home } = await testApp();
    const admin = await as("admin");
    const { id } = await aContact(db, { organisationId: home.id, email: "a@b.fr", lastName: "", firstName: "" });
    const { body: copy } = await admin.call(contactApi.duplicate, { params: { id } });
    const { body: again } = await admin.call(contactApi.duplicate, { params: { id: copy.id } });
    expect([copy, again].map(({ lastName, email }) => [lastName, email])).toEqual([
      ["", "à modifier a@b.fr"],
      ["", "à modifier a@b.fr"],
    ]);
  });
});

describe("the card", () => {
  it("comes in one query, with the opportunities that the actor sees and the first page of the timeline", async () => {
    const { as, db, home } = await testApp();
    const sales = await as("salesperson");
    const other = await as("salesperson");
    const question = await aQuestion(db, { type: "text", record: "opportunity", inSearch: true });
    const pipeline = await aPipeline(db);
    const { body: contact } = await sales.call(contactApi.create, { body: { email: "a@b.fr", company: "Net Hélium" } });
    const of = { contactId: contact.id, pipelineId: pipeline.id, organisationId: home.id };
    const mine = await anOpportunity(db, {
      ...of,
      ownerId: sales.id,
      amount: "1234.5",
      stageId: pipeline.stages[0]?.id ?? null,
      answers: { [question.id]: "oui" },
    });
    await anOpportunity(db, { ...of, ownerId: other.id });
    for (let i = 0; i < 21; i++)
      await sales.call(contactApi.update, { params: { id: contact.id }, body: { version: i + 1, city: `Ville ${i}` } });

    const { body: card } = await sales.call(contactApi.show, { params: { id: contact.id } });
    expect(card.opportunities).toEqual([
      {
        id: mine.id,
        code: mine.code,
        title: "Refonte du site",
        status: "open",
        statusOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        contact: { id: contact.id, name: "Net Hélium" },
        pipelineId: pipeline.id,
        stageId: pipeline.stages[0]?.id,
        amount: 1234.5,
        expectedOn: null,
        owner: { id: sales.id, name: "Camille Durand", active: true, photoId: null },
        answers: { [question.id]: "oui" },
        createdAt: mine.createdAt.toISOString(),
      },
    ]);
    expect(card.timeline.rows).toHaveLength(20);
    const rest = await sales.call(contactApi.timeline, {
      params: { id: contact.id },
      query: { after: card.timeline.next ?? "" },
    });
    expect(rest.body).toMatchObject({ rows: [{ kind: "contact.changed" }, { kind: "contact.created" }], next: null });
    expect(await countQueries(() => sales.call(contactApi.show, { params: { id: contact.id } }))).toBe(1);
  });
});

describe("who sees a contact", () => {
  it.each([
    ["salesperson", [true, false, false]],
    ["manager", [true, true, false]],
    ["admin", [true, true, true]],
  ] as const)("%s", async (profile, expected) => {
    const { as, db, home } = await testApp();
    const actor = await as(profile);
    const colleague = await as("salesperson");
    const away = await anOrganisation(db, "Roger");
    const stranger = await as("salesperson", { organisationId: away.id });
    const contacts = await Promise.all([
      aContact(db, { organisationId: home.id, ownerId: actor.id }),
      aContact(db, { organisationId: home.id, ownerId: colleague.id }),
      aContact(db, { organisationId: away.id, ownerId: stranger.id }),
    ]);
    const { body: list } = await actor.call(contactApi.list, { query: {} });
    expect(contacts.map(({ id }) => list.rows.some((row) => row.id === id))).toEqual(expected);
    expect((await actor.call(contactApi.count, { query: {} })).body.value).toBe(expected.filter(Boolean).length);
    for (const [i, { id, ownerId: from }] of contacts.entries()) {
      const params = { id };
      const replies = [
        await actor.call(contactApi.show, { params }),
        await actor.call(contactApi.timeline, { params, query: {} }),
        await actor.call(contactApi.update, { params, body: { version: 1, city: "Rennes" } }),
        await actor.call(contactApi.answer, { params, body: { version: 2, answers: {} } }),
        await actor.call(contactApi.assign, { params, body: { from, ownerId: actor.id } }),
        await actor.call(contactApi.duplicate, { params }),
      ];
      expect(replies.map(({ status }) => status)).toEqual(
        expected[i] ? [200, 200, 200, 200, 200, 201] : [404, 404, 404, 404, 404, 404],
      );
    }
  });

  it("nobody without the « administrateur » box", async () => {
    const { as } = await testApp();
    const closed = await as("admin", { crmAccess: false });
    expect(await closed.call(contactApi.list, { query: {} })).toMatchObject({
      status: 403,
      body: { code: "NOT_ALLOWED" },
    });
    expect(await closed.call(contactApi.create, { body: { email: "a@b.fr" } })).toMatchObject({ status: 403 });
  });
});

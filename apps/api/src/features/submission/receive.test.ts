import { binApi, bulkApi, duplicateApi, notificationApi, submissionApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { aContact, anOpportunity, anOrganisation, aPipeline } from "../../test/factories.ts";
import { formWorld, wording } from "../../test/receiving.ts";

describe("a submission", () => {
  test("of somebody unknown creates its contact, its owner's, and is told to him", async () => {
    const { send, contactOf, seller, admin, form, home, origin, size, db } = await formWorld();
    const given = {
      lastName: "Kervella",
      mobile: "06 12 34 56 78",
      [origin.id]: "SAL",
      [size.id]: 12,
      message: "Un\nportail",
    };
    const { status, body } = await send(
      { ...given, email: " Yann@Kervella.TEST" },
      { page: "https://helium.test/devis" },
    );
    expect([status, body]).toEqual([201, { thanks: "Merci !", redirectUrl: null }]);
    const contact = await contactOf();
    expect(contact).toMatchObject({
      ...{ lastName: "Kervella", mobile: "+33612345678", owner: { id: seller.id }, emailConsent: "unknown" },
      answers: { [origin.id]: "SAL", [size.id]: 12 },
    });
    expect(await db.contact.findFirst({ select: { organisationId: true } })).toEqual({ organisationId: home.id });
    const [submission] = (await admin.call(submissionApi.list, { query: {} })).body.rows;
    const { id = "" } = submission ?? {};
    expect(submission).toMatchObject({
      ...{ code: "E-000001", form: { id: form.id, name: "Demande de devis" }, source: "form" },
      ...{ contact: { id: contact.id, name: "Kervella" }, receivedAt: "2026-03-02T09:00:00.000Z" },
      excerpt: "Un portail · Au salon · 12",
    });
    expect((await seller.call(submissionApi.show, { params: { id } })).body).toMatchObject({
      answers: [
        { key: "email", label: "E-mail", value: "yann@kervella.test", text: "yann@kervella.test" },
        { key: "lastName", label: "Nom", text: "Kervella" },
        { key: "mobile", text: "06 12 34 56 78" },
        { key: "message", label: "Message", text: "Un\nportail" },
        { key: origin.id, label: "D’où venez-vous ?", value: "SAL", text: "Au salon" },
        { key: size.id, label: "Salariés", value: 12, text: "12" },
      ],
      consents: [
        { channel: "email", wording, given: false },
        { channel: "sms", given: false },
      ],
      page: "https://helium.test/devis",
    });
    expect(contact.timeline.rows.map(({ kind }) => kind)).toEqual(["submission.received", "contact.created"]);
    const about = { form: "Demande de devis", formId: form.id, submissionId: id };
    expect(contact.timeline.rows[0]).toMatchObject({ actor: null, data: { ...about, created: true } });
    expect((await seller.call(notificationApi.list, {})).body.rows).toMatchObject([
      { kind: "submission.received", data: { ...about, name: "Kervella", contactId: contact.id } },
    ]);
  });

  test("fills in what its contact lacks and overwrites nothing, with who had it still its owner", async () => {
    const { send, contactOf, db, home, as, origin, size, clock } = await formWorld();
    const owner = await as("manager");
    const of = { organisationId: home.id, ownerId: owner.id, email: "yann@kervella.test" };
    await aContact(db, { ...of, lastName: "Ancien", updatedAt: new Date("2025-01-01") });
    const { id } = await aContact(db, {
      ...of,
      ...{ lastName: "Le Goff", firstName: "", city: "Brest", answers: { [origin.id]: "AUT" } },
      updatedAt: new Date("2026-01-01"),
    });
    await aContact(db, { ...of, deletedAt: clock.now, updatedAt: clock.now });
    await aContact(db, { ...of, anonymisedAt: clock.now, updatedAt: clock.now });
    await send({ lastName: "Kervella", firstName: "Yann", city: "Rennes", [origin.id]: "SAL", [size.id]: 3 });
    expect(await db.submission.findFirstOrThrow()).toMatchObject({ contactId: id });
    expect(await db.contact.count()).toBe(4);
    const contact = await db.contact.findUniqueOrThrow({ where: { id } });
    expect(contact).toMatchObject({
      ...{ lastName: "Le Goff", firstName: "Yann", city: "Brest", ownerId: owner.id },
      answers: { [origin.id]: "AUT", [size.id]: 3 },
    });
    const events = await db.auditEvent.findMany({ where: { contactId: id }, orderBy: { id: "asc" } });
    expect(events.map(({ kind, data }) => [kind, data])).toMatchObject([
      ["contact.changed", { changes: [{ field: "firstName", from: null, to: "Yann" }] }],
      ["contact.answered", { changes: [{ field: "Salariés", from: null, to: "3" }] }],
      ["submission.received", { created: false }],
    ]);
    // Nothing new: the card is left alone.
    await send({ firstName: "Yves", [size.id]: 4 });
    expect(await db.contact.findUniqueOrThrow({ where: { id } })).toEqual(contact);
    await expect(contactOf("autre@kervella.test")).rejects.toThrow();
  });

  test("of one new e-mail ten times at once makes one contact", async () => {
    const { send, db } = await formWorld();
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        send({ email: i % 2 ? "Zoe@client.test" : "zoe@client.test", city: `Ville ${i}` }),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect([await db.contact.count(), await db.submission.count()]).toEqual([1, 10]);
    expect(await db.auditEvent.count({ where: { kind: "contact.created" } })).toBe(1);
    expect(await db.submission.groupBy({ by: ["contactId"] })).toHaveLength(1);
  });

  test("sent again from the same page is kept once, and answered the same; other answers are another one", async () => {
    const { send, db } = await formWorld();
    const key = "1a2b3c4d-5e6f7g8h";
    const replies = await Promise.all(Array.from({ length: 5 }, () => send({ city: "Brest" }, { key })));
    for (const { status, body } of [...replies, await send({ city: "Brest" }, { key })])
      expect([status, body]).toEqual([201, { thanks: "Merci !", redirectUrl: null }]);
    expect([await db.contact.count(), await db.submission.count()]).toEqual([1, 1]);
    expect(await db.auditEvent.count({ where: { kind: "submission.received" } })).toBe(1);
    expect(await db.notification.count()).toBe(1);
    // Mended before it was sent again: nothing of it is lost. What was refused has used up no key.
    await send({ city: "Quimper" }, { key });
    await send({ city: "Brest" }, { key: "another-page-of-the-form" });
    expect((await send({ email: "pas-une-adresse" }, { key: "refused-first" })).status).toBe(422);
    expect((await send({}, { key: "refused-first" })).status).toBe(201);
    expect(await db.submission.count()).toBe(4);
  });

  test("of a contact in the recycle bin brings it back with its opportunities: restored later, it is no second one", async () => {
    const { send, contactOf, admin, db, ports, home, seller } = await formWorld();
    const of = { organisationId: home.id, ownerId: seller.id };
    const { id } = await aContact(db, { ...of, email: "yann@kervella.test", lastName: "Kervella" });
    const pipelineId = (await aPipeline(db)).id;
    const opportunity = await anOpportunity(db, { ...of, contactId: id, pipelineId });
    const remove = async (record: "contact" | "opportunity", ids: string[]) => {
      await admin.call(bulkApi.create, { body: { record, kind: "delete", ids } });
      await ports.jobs.runAll();
    };
    await remove("contact", [id]);
    expect((await send({ city: "Brest" })).status).toBe(201);
    const contact = await contactOf();
    expect(contact).toMatchObject({ id, lastName: "Kervella", city: "Brest", owner: { id: seller.id } });
    expect(contact.timeline.rows.map(({ kind }) => kind).slice(0, 3)).toEqual([
      ...["submission.received", "contact.changed", "contact.restored"],
    ]);
    expect(await db.opportunity.findUniqueOrThrow({ where: { id: opportunity.id } })).toMatchObject({
      deletedAt: null,
    });
    expect((await seller.call(notificationApi.list, {})).body.rows[0]).toMatchObject({ kind: "submission.received" });
    // Whoever restores it from an old page finds it there.
    await admin.call(binApi.restoreContact, { params: { id } });
    expect(await db.contact.count()).toBe(1);
    expect(await db.submission.findFirstOrThrow()).toMatchObject({ contactId: id });
  });

  test("of a contact that was merged is the other one's, whose undo makes no double", async () => {
    const { send, admin, db, home } = await formWorld();
    const merged = await aContact(db, { organisationId: home.id, email: "yann@kervella.test" });
    const kept = await aContact(db, { organisationId: home.id, email: "yann@autre.test" });
    const input = { kept: { id: kept.id, version: 1 }, merged: { id: merged.id, version: 1 } };
    expect((await admin.call(duplicateApi.merge, { body: input })).status).toBe(201);
    await send({ city: "Brest" });
    expect(await db.submission.findFirstOrThrow()).toMatchObject({ contactId: kept.id });
    expect(await db.contact.count()).toBe(2);
  });

  test("that is refused says at which field, and leaves nothing behind", async () => {
    const { send, db, origin, detail, size, anyone } = await formWorld();
    const refused = async (answers: object, over = {}) => {
      const { status, raw } = await send(answers as Record<string, unknown>, over);
      expect(status).toBe(422);
      return (raw.json() as { issues: { path: string; message: string }[] }).issues.map(({ path }) => path);
    };
    expect(await refused({ email: "" })).toEqual(["body/answers/email"]);
    expect(await refused({ email: "yann", [size.id]: "douze" })).toEqual([
      `body/answers/${size.id}`,
      "body/answers/email",
    ]);
    expect(await refused({ [origin.id]: "???" })).toEqual([`body/answers/${origin.id}`]);
    expect(await refused({ lastName: "x".repeat(121) })).toEqual(["body/answers/lastName"]);
    expect(await refused({ notes: "<p>Non</p>" })).toEqual(["body/answers"]);
    // Asked only of those who came otherwise; then it must be answered.
    expect(await refused({ [origin.id]: "AUT" })).toEqual([`body/answers/${detail.id}`]);
    // Who wants messages says where to: a landline takes none.
    for (const mobile of [undefined, "", "02 98 12 34 56", "le mien"])
      expect(await refused({ mobile }, { consents: ["sms"] })).toEqual(["body/answers/mobile"]);
    expect(
      (await anyone.call(submissionApi.receive, { params: { slug: "x" }, body: { version: 1, answers: {} } })).status,
    ).toBe(404);
    expect([await db.contact.count(), await db.submission.count(), await db.auditEvent.count()]).toEqual([0, 0, 0]);
  });

  test("keeps no answer to what was not shown, and is taken from an older version of the form", async () => {
    const { send, db, origin, detail, size } = await formWorld();
    await send({ [origin.id]: "SAL", [detail.id]: "caché" });
    await db.question.update({ where: { id: size.id }, data: { archivedAt: new Date() } });
    expect((await send({ [size.id]: 3 })).status).toBe(201);
    const form = await db.form.findFirstOrThrow();
    const fields = (form.fields as { key: string }[]).filter(({ key }) => key !== "city");
    await db.form.update({ where: { id: form.id }, data: { fields, version: 2 } });
    expect((await send({ city: "Rennes", firstName: "Yann" })).status).toBe(201);
    expect((await send({ city: "Rennes" }, { version: 2 })).status).toBe(422);
    expect(await db.contact.findFirstOrThrow()).toMatchObject({
      city: "",
      firstName: "Yann",
      answers: { [origin.id]: "SAL" },
    });
    expect(JSON.stringify(await db.submission.findMany())).not.toMatch(/caché|Rennes/);
  });

  test("of a form whose owner left is nobody's, in the organisation of the form", async () => {
    const { send, db, seller, home } = await formWorld();
    await anOrganisation(db, "Ailleurs");
    await db.user.update({ where: { id: seller.id }, data: { active: false } });
    expect((await send()).status).toBe(201);
    expect(await db.contact.findFirst()).toMatchObject({ ownerId: null, organisationId: home.id });
    expect(await db.notification.count()).toBe(0);
  });

  test("of a machine is answered as any other, and forgotten", async () => {
    const { send, db } = await formWorld();
    const { status, body } = await send({ email: "n’importe quoi" }, { trap: "https://spam.test" });
    expect([status, body]).toEqual([201, { thanks: "Merci !", redirectUrl: null }]);
    expect([await db.contact.count(), await db.submission.count()]).toEqual([0, 0]);
  });

  test("is taken thirty times from one address, then it must wait", async () => {
    const { send, db } = await formWorld();
    for (let i = 0; i < 30; i++) expect((await send({}, { trap: "x" })).status).toBe(201);
    const { status, raw } = await send();
    expect([status, raw.json().code, raw.headers["retry-after"]]).toEqual([429, "TOO_MANY_ATTEMPTS", "60"]);
    expect(await db.submission.count()).toBe(0);
  });
});

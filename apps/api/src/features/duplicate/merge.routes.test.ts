import { contactApi, duplicateApi } from "@crm/contract";
import { v7 as uuid } from "uuid";
import { describe, expect, it } from "vitest";
import { aContact, anOpportunity, aPipeline, aQuestion } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";
import { forgetOldMerges } from "./merge.service.ts";

const dayMs = 86_400_000;

async function world() {
  const app = await testApp();
  const { db, home } = app;
  const admin = await app.as("admin");
  const owned = { organisationId: home.id, ownerId: admin.id };
  const [budget, size] = [
    await aQuestion(db, { type: "text", label: "Budget" }),
    await aQuestion(db, { type: "text", label: "Taille" }),
  ];
  const pipeline = await aPipeline(db);
  const kept = await aContact(db, {
    ...owned,
    ...{
      lastName: "Kervella",
      firstName: "Yann",
      email: "yann@kervella.fr",
      phone: "+33299001010",
      notes: "<p>Un</p>",
    },
    answers: { [budget.id]: "10.50" },
  });
  const merged = await aContact(db, {
    ...owned,
    ...{ lastName: "Kervela", firstName: "Y.", email: "y.kervella@free.fr", city: "Brest", notes: "<p>Deux</p>" },
    ...{ emailValidity: "valid", emailCheckedAt: new Date("2026-01-02T03:04:05.678Z") },
    answers: { [budget.id]: "20", [size.id]: "PME" },
  });
  for (const { id } of [kept, merged]) {
    await anOpportunity(db, { contactId: id, pipelineId: pipeline.id, organisationId: home.id });
    await db.auditEvent.create({ data: { id: uuid(), kind: "contact.created", contactId: id } });
  }
  const body = (over: object = {}) => ({
    kept: { id: kept.id, version: 1 },
    merged: { id: merged.id, version: 1 },
    ...over,
  });
  const merge = (over: object = {}, by = admin) => by.call(duplicateApi.merge, { body: body(over) });
  const undo = (id: string, over: object = {}, by = admin) =>
    by.call(duplicateApi.undo, { params: { id }, body: over });
  /** Every row that a merge may touch, as the database writes it. */
  const rows = async () =>
    Object.fromEntries(
      await Promise.all(
        ["contacts", "opportunities", "audit_events", "consents", "submissions"].map(async (table) => [
          table,
          (await db.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM ${table} t ORDER BY t.id`)).map(
            ({ row }) => row,
          ),
        ]),
      ),
    );
  const consent = (contactId: string, channel: string, state: "granted" | "withdrawn") =>
    db.consent.create({ data: { id: uuid(), contactId, channel, state, givenAt: new Date(), source: "manual" } });
  return { ...app, admin, budget, size, kept, merged, body, merge, undo, rows, consent };
}

describe("merging two contacts", () => {
  it("takes the chosen fields and answers, keeps both notes, and moves opportunities, timeline and consents", async () => {
    const { db, admin, merge, kept, merged, budget, size, consent } = await world();
    await consent(merged.id, "sms", "granted");
    await db.contact.update({ where: { id: merged.id }, data: { smsConsent: "granted" } });
    const { status, body } = await merge({ fields: ["email", "city", "city"], answers: [size.id] });
    expect(status).toBe(201);
    expect(body.contact).toMatchObject({
      ...{ id: kept.id, lastName: "Kervella", email: "y.kervella@free.fr", emailValidity: "valid", city: "Brest" },
      ...{ phone: "+33299001010", notes: "<p>Un</p><p>Deux</p>", version: 2 },
      answers: { [budget.id]: "10.50", [size.id]: "PME" },
    });
    const card = (await admin.call(contactApi.show, { params: { id: kept.id } })).body;
    expect(card.opportunities).toHaveLength(2);
    const [event, ...others] = card.timeline.rows;
    expect(event).toMatchObject({
      kind: "contact.merged",
      data: { mergeId: body.id, code: merged.code, name: "Y. Kervela" },
    });
    expect(event?.changes).toContainEqual({ field: "city", from: null, to: "Brest" });
    expect(event?.changes).toContainEqual({ field: "Taille", questionId: size.id, from: null, to: "PME" });
    expect(others).toHaveLength(2);
    expect(await db.consent.count({ where: { contactId: kept.id } })).toBe(1);
    expect(await db.opportunity.findMany({ select: { contactText: true } })).toEqual(
      Array(2).fill({ contactText: "Yann Kervella Net Hélium y.kervella@free.fr" }),
    );
  });

  it("takes nothing but notes unless told to, and an answer that the other one has not takes the kept one's away", async () => {
    const { merge, undo, budget, size, admin, kept } = await world();
    const { body } = await merge({ notes: "kept" });
    expect(body.contact).toMatchObject({ city: "", notes: "<p>Un</p>", answers: { [budget.id]: "10.50" } });
    await undo(body.id);
    const swapped = {
      kept: { id: body.contact.id, version: 1 },
      notes: "merged",
      answers: [uuid(), size.id, budget.id],
    };
    expect((await merge(swapped)).body.contact).toMatchObject({
      notes: "<p>Deux</p>",
      answers: { [budget.id]: "20", [size.id]: "PME" },
    });
    expect((await admin.call(contactApi.show, { params: { id: kept.id } })).status).toBe(200);
  });

  it("leads the old address to the kept one, also through a second merge", async () => {
    const { db, home, admin, merge, kept, merged } = await world();
    await merge();
    const at = async () =>
      (await admin.call(contactApi.show, { params: { id: merged.id } })) as { status: number; body: unknown };
    expect(await at()).toMatchObject({ status: 404, body: { code: "NOT_FOUND", details: { mergedInto: kept.id } } });
    const third = await aContact(db, { organisationId: home.id });
    const input = { kept: { id: third.id, version: 1 }, merged: { id: kept.id, version: 2 } };
    expect((await admin.call(duplicateApi.merge, { body: input })).status).toBe(201);
    expect(await at()).toMatchObject({ body: { details: { mergedInto: third.id } } });
  });

  it.each([
    ["withdrawn", "granted", "withdrawn"],
    ["granted", "withdrawn", "withdrawn"],
    ["unknown", "withdrawn", "withdrawn"],
    ["unknown", "granted", "granted"],
    ["granted", "unknown", "granted"],
    ["unknown", "unknown", "unknown"],
  ] as const)("consent %s and %s make %s, and the newest proof says the same", async (mine, theirs, expected) => {
    const { db, merge, kept, merged, consent } = await world();
    // The kept one's is older, then the other way round: what is newest must not decide.
    for (const [id, state] of [
      [kept.id, mine],
      [merged.id, theirs],
    ] as const) {
      if (state === "unknown") continue;
      await db.contact.update({ where: { id }, data: { emailConsent: state } });
      await consent(id, "email", state);
    }
    await merge();
    const { emailConsent } = await db.contact.findUniqueOrThrow({ where: { id: kept.id } });
    const newest = await db.consent.findFirst({
      where: { contactId: kept.id, channel: "email" },
      orderBy: { id: "desc" },
    });
    expect([emailConsent, newest?.state ?? "unknown"]).toEqual([expected, expected]);
  });

  it("lets one of two at once win; the other one is told that the contact is merged already", async () => {
    const { db, home, admin, kept, merged } = await world();
    const third = await aContact(db, { organisationId: home.id });
    const into = (id: string) =>
      admin.call(duplicateApi.merge, { body: { kept: { id, version: 1 }, merged: { id: merged.id, version: 1 } } });
    const replies = await Promise.all([into(kept.id), into(third.id)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(replies.find(({ status }) => status === 409)?.body).toMatchObject({ code: "ALREADY_MERGED" });
    expect(await db.contactMerge.count()).toBe(1);
    expect(await db.opportunity.count({ where: { contactId: merged.id } })).toBe(0);
  });

  it("lets two crosswise at once (A into B, B into A) end with one contact", async () => {
    const { db, merge, kept, merged } = await world();
    const cross = { kept: { id: merged.id, version: 1 }, merged: { id: kept.id, version: 1 } };
    const replies = await Promise.all([merge(), merge(cross)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await db.contact.count({ where: { deletedAt: null } })).toBe(1);
  });

  it("refuses a contact changed since it was shown, one with itself, one out of sight, and notes too long together", async () => {
    const { db, as, admin, merge, kept, merged } = await world();
    await db.contact.update({ where: { id: merged.id }, data: { version: 2 } });
    expect(await merge()).toMatchObject({ status: 409, body: { code: "MERGE_OUTDATED" } });
    await db.contact.update({ where: { id: merged.id }, data: { version: 1, notes: "x".repeat(99_995) } });
    expect(await merge()).toMatchObject({ status: 422, body: { issues: [{ path: "body/notes", rule: "too_big" }] } });
    expect((await merge({ merged: { id: kept.id, version: 1 } })).status).toBe(422);
    const sales = await as("salesperson");
    await db.contact.update({ where: { id: kept.id }, data: { ownerId: sales.id } });
    expect((await merge({ notes: "kept" }, sales)).status).toBe(404);
    const compared = { query: { firstId: kept.id, secondId: merged.id } };
    expect((await sales.call(duplicateApi.compare, compared)).status).toBe(404);
    expect((await admin.call(duplicateApi.compare, compared)).body).toMatchObject({
      first: { contact: { id: kept.id }, opportunities: 1, events: 1 },
      second: { contact: { id: merged.id } },
    });
    expect(await db.contactMerge.count()).toBe(0);
  });

  it("keeps a mark to anonymise, whichever of the two has it", async () => {
    const { db, merge, kept, merged } = await world();
    const anonymiseAt = new Date("2026-03-09T09:00:00Z");
    await db.contact.update({ where: { id: merged.id }, data: { anonymiseAt } });
    await merge();
    expect(await db.contact.findUnique({ where: { id: kept.id } })).toMatchObject({ anonymiseAt });
  });
});

describe("undoing a merge", () => {
  it("makes every row what it was, byte for byte", async () => {
    const { db, home, merge, undo, rows, kept, merged, consent, budget, size } = await world();
    await consent(kept.id, "email", "granted");
    await consent(merged.id, "email", "withdrawn");
    await db.contact.update({ where: { id: kept.id }, data: { emailConsent: "granted" } });
    await db.contact.update({ where: { id: merged.id }, data: { emailConsent: "withdrawn", smsConsent: "granted" } });
    // Numbers that JavaScript would write otherwise, an opportunity in the bin, a moment to the millisecond.
    await db.$executeRaw`UPDATE contacts SET answers = answers || jsonb_build_object(gen_random_uuid(), 1.10, gen_random_uuid(), 12345678901234567890)`;
    const pipeline = await aPipeline(db);
    await anOpportunity(db, {
      contactId: merged.id,
      pipelineId: pipeline.id,
      organisationId: home.id,
      deletedAt: new Date(),
    });
    const before = await rows();
    const { body, status } = await merge({
      fields: ["lastName", "email", "city", "owner"],
      answers: [budget.id, size.id],
    });
    expect(status).toBe(201);
    expect(await rows()).not.toEqual(before);
    expect((await undo(body.id)).status).toBe(200);
    expect(await rows()).toEqual(before);
    expect(await db.contactMerge.findFirst()).toMatchObject({ before: {}, undoneAt: expect.any(Date) });
  });

  it("is refused when the kept contact was changed since; or else brings the other one back and leaves that one be", async () => {
    const { db, admin, merge, undo, kept, merged, rows } = await world();
    const { body } = await merge({ fields: ["city"] });
    const change = { params: { id: kept.id }, body: { version: 2, company: "Après" } };
    expect((await admin.call(contactApi.update, change)).status).toBe(200);
    const before = await rows();
    expect(await undo(body.id)).toMatchObject({
      status: 409,
      body: { code: "MERGE_CHANGED_SINCE", details: { gone: false } },
    });
    expect(await rows()).toEqual(before);

    expect((await undo(body.id, { keepChanges: true })).body.contact).toMatchObject({
      company: "Après",
      city: "Brest",
    });
    const back = (await admin.call(contactApi.show, { params: { id: merged.id } })).body;
    expect(back).toMatchObject({ lastName: "Kervela", city: "Brest", version: 1 });
    expect(back.opportunities).toHaveLength(1);
    expect(back.timeline.rows.map(({ kind }) => kind)).toEqual(["contact.created"]);
    const left = await db.auditEvent.findMany({ where: { contactId: kept.id }, orderBy: { id: "asc" } });
    expect(left.map(({ kind }) => kind)).toEqual([
      "contact.created",
      "contact.merged",
      "contact.changed",
      "contact.unmerged",
    ]);
  });

  it("is not refused for what changes by itself: the e-mail was verified meanwhile", async () => {
    const { db, merge, undo, rows, kept } = await world();
    const before = await rows();
    const { body } = await merge();
    await db.$executeRaw`UPDATE contacts SET email_validity = 'valid', email_checked_at = now() WHERE id = ${kept.id}::uuid`;
    expect((await undo(body.id)).status).toBe(200);
    expect(await rows()).toEqual(before);
  });

  it("leaves with the kept contact what came after the merge", async () => {
    const { db, home, merge, undo, kept } = await world();
    const { body } = await merge();
    const pipeline = await aPipeline(db);
    const added = await anOpportunity(db, { contactId: kept.id, pipelineId: pipeline.id, organisationId: home.id });
    await undo(body.id);
    expect(await db.opportunity.findUnique({ where: { id: added.id } })).toMatchObject({ contactId: kept.id });
  });

  it("happens once, of two at the same time too", async () => {
    const { merge, undo } = await world();
    const { body } = await merge();
    const replies = await Promise.all([undo(body.id), undo(body.id)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 410]);
  });

  it("is refused after 30 days, when its rows are forgotten, when the kept one is gone, and to who sees neither", async () => {
    const { db, as, ctx, clock, merge, undo, kept, merged } = await world();
    const { body } = await merge();
    expect((await undo(body.id, {}, await as("salesperson"))).status).toBe(404);
    expect((await undo(uuid())).status).toBe(404);
    await db.contact.update({ where: { id: kept.id }, data: { deletedAt: new Date() } });
    expect(await undo(body.id)).toMatchObject({ status: 409, body: { details: { gone: true } } });
    await db.contact.update({ where: { id: kept.id }, data: { deletedAt: null } });

    clock.now = new Date(clock.now.getTime() + 29 * dayMs);
    await forgetOldMerges(ctx);
    expect(await db.contactMerge.count({ where: { before: { equals: {} } } })).toBe(0);
    clock.now = new Date(clock.now.getTime() + 2 * dayMs);
    const late = await as("admin");
    expect(await undo(body.id, {}, late)).toMatchObject({ status: 410, body: { code: "MERGE_TOO_OLD" } });
    await forgetOldMerges(ctx);
    expect(await db.contactMerge.count({ where: { before: { equals: {} } } })).toBe(1);
    expect(await db.contact.findUnique({ where: { id: merged.id } })).toMatchObject({ deletedAt: expect.any(Date) });
  });
});

import { binApi, contactApi, opportunityApi, settingApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import { aContact, anOpportunity, aPipeline } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";
import { purgeBin } from "./bin-purge.service.ts";

const never = new AbortController().signal;
const dayMs = 86_400_000;

async function world() {
  const on = await testApp();
  const { db, home } = on;
  const [me, colleague, admin] = [await on.as("salesperson"), await on.as("salesperson"), await on.as("admin")];
  const pipeline = await aPipeline(db);
  const contact = await aContact(db, { organisationId: home.id, ownerId: me.id });
  const opportunity = (over = {}) =>
    anOpportunity(db, {
      ...{ contactId: contact.id, pipelineId: pipeline.id, organisationId: home.id, ownerId: me.id },
      ...over,
    });
  const one = (id: string) => ({ params: { id } });
  return { ...on, me, colleague, admin, contact, opportunity, one };
}

describe("deleting", () => {
  test("a deleted record answers 404 and is in no list; its owner finds it in the bin and brings it back", async () => {
    const { me, admin, contact, opportunity, one, colleague } = await world();
    // Whoever follows it, it goes along with its contact; that there is one is told to who sees it.
    const mine = await opportunity({ ownerId: colleague.id });
    const impact = { binDays: 30, anonymisationDelayDays: 7 };
    for (const [by, count] of [
      [me, 0],
      [admin, 1],
    ] as const)
      expect((await by.call(binApi.contactImpact, one(contact.id))).body).toEqual({
        ...{ ...impact, opportunities: count, open: count },
      });
    expect((await me.call(binApi.deleteContact, one(contact.id))).status).toBe(204);
    for (const reply of [
      await me.call(contactApi.show, one(contact.id)),
      await me.call(contactApi.update, { ...one(contact.id), body: { version: 1, city: "Brest" } }),
      await colleague.call(opportunityApi.show, one(mine.id)),
      await me.call(binApi.deleteContact, one(contact.id)),
    ])
      expect(reply.status).toBe(404);
    expect((await me.call(contactApi.list, { query: { search: "denmat" } })).body.rows).toEqual([]);
    expect((await colleague.call(opportunityApi.list, { query: {} })).body.rows).toEqual([]);
    const { rows } = (await me.call(binApi.list, { query: {} })).body;
    expect(rows).toMatchObject([
      {
        ...{ id: contact.id, name: "Audrey Le Denmat", opportunities: 0, deletedBy: { id: me.id } },
        ...{ deletedAt: "2026-03-02T09:00:00.000Z", purgeAt: "2026-04-01T09:00:00.000Z" },
      },
    ]);
    expect((await colleague.call(binApi.list, { query: {} })).body.rows).toEqual([]);
    expect((await colleague.call(binApi.restoreContact, one(contact.id))).status).toBe(404);
    expect((await me.call(binApi.restoreContact, one(contact.id))).status).toBe(204);
    expect((await me.call(contactApi.show, one(contact.id))).status).toBe(200);
    expect((await colleague.call(opportunityApi.show, one(mine.id))).status).toBe(200);
  });

  test("an opportunity of a deleted contact waits for it", async () => {
    const { me, contact, opportunity, one } = await world();
    const { id } = await opportunity();
    await me.call(binApi.deleteOpportunity, one(id));
    expect((await me.call(binApi.list, { query: { record: "opportunity" } })).body.rows).toMatchObject([
      { id, name: "Refonte du site", contact: { name: "Audrey Le Denmat", deleted: false } },
    ]);
    await me.call(binApi.deleteContact, one(contact.id));
    expect((await me.call(binApi.restoreOpportunity, one(id))).body).toMatchObject({ code: "CONTACT_DELETED" });
    await me.call(binApi.restoreContact, one(contact.id));
    expect((await me.call(binApi.restoreOpportunity, one(id))).status).toBe(204);
    expect((await me.call(binApi.restoreOpportunity, one(id))).status).toBe(404);
  });

  test("no opportunity is opened on a contact while it is deleted", async () => {
    const { me, contact, one, db } = await world();
    const pipeline = await aPipeline(db);
    const body = { contactId: contact.id, pipelineId: pipeline.id };
    await Promise.all([
      me.call(binApi.deleteContact, one(contact.id)),
      me.call(opportunityApi.create, { body }),
      me.call(opportunityApi.create, { body }),
    ]);
    expect(await db.opportunity.count({ where: { deletedAt: null } })).toBe(0);
  });
});

describe("purging", () => {
  test("only an administrator deletes for good, and only what is in the bin", async () => {
    const { me, admin, contact, opportunity, one, db } = await world();
    await opportunity();
    expect((await admin.call(binApi.purgeContact, one(contact.id))).status).toBe(404);
    await me.call(binApi.deleteContact, one(contact.id));
    expect((await me.call(binApi.purgeContact, one(contact.id))).status).toBe(403);
    expect((await admin.call(binApi.purgeContact, one(contact.id))).status).toBe(204);
    expect([await db.contact.count(), await db.opportunity.count(), await db.auditEvent.count()]).toEqual([0, 0, 0]);
  });

  test("the daily job takes what has been there for the days of the settings, no sooner", async () => {
    const { me, admin, contact, opportunity, one, db, ctx, clock } = await world();
    const { id } = await opportunity();
    const from = { binDays: 30 };
    expect((await admin.call(settingApi.update, { body: { binDays: 10, from } })).body.binDays).toBe(10);
    expect((await me.call(settingApi.update, { body: { binDays: 1, from } })).status).toBe(403);
    expect((await admin.call(settingApi.update, { body: { binDays: 0, from } })).status).toBe(422);
    await me.call(binApi.deleteOpportunity, one(id));
    clock.now = new Date(clock.now.getTime() + dayMs);
    await me.call(binApi.deleteContact, one(contact.id));
    clock.now = new Date(clock.now.getTime() + 9 * dayMs + 1000);
    expect(await purgeBin(ctx, never)).toBe(1);
    expect([await db.contact.count(), await db.opportunity.count()]).toEqual([1, 0]);
    clock.now = new Date(clock.now.getTime() + dayMs);
    expect(await purgeBin(ctx, never)).toBe(1);
    expect(await db.contact.count()).toBe(0);
  });
});

import { actionApi, anonymisationApi, binApi, contactApi, duplicateApi, settingApi, userApi } from "@crm/contract";
import { expect, test } from "vitest";
import { aContact, anAction, anOpportunity, anOrganisation, aPipeline } from "../../test/factories.ts";
import { countQueries } from "../../test/queries.ts";
import { testApp } from "../../test/test-app.ts";
import { anonymiseDue } from "../anonymisation/erasure.service.ts";

const one = (id: string) => ({ params: { id } });

async function world() {
  const on = await testApp();
  const admin = await on.as("admin");
  const of = { organisationId: on.home.id, ownerId: admin.id };
  const contact = await aContact(on.db, { ...of, firstName: "Audrey", lastName: "Kermadec" });
  const opportunity = await anOpportunity(on.db, {
    ...{ ...of, contactId: contact.id, pipelineId: (await aPipeline(on.db)).id },
  });
  const plan = (over: object = {}) => anAction(on.db, { ...of, contactId: contact.id, ...over });
  return { ...on, admin, of, contact, opportunity, plan };
}

test("a merge takes the actions along, and its undo gives them back", async () => {
  const { admin, db, of, contact, plan } = await world();
  const kept = await aContact(db, of);
  const action = await plan();
  const body = { kept: { id: kept.id, version: 1 }, merged: { id: contact.id, version: 1 } };
  const merge = (await admin.call(duplicateApi.merge, { body })).body;
  const of_ = async (contactId: string) =>
    (await admin.call(actionApi.list, { query: { contactId } })).body.rows.map(({ id }) => id);
  expect(await of_(kept.id)).toEqual([action.id]);
  await admin.call(duplicateApi.undo, { ...one(merge.id), body: {} });
  expect(await of_(contact.id)).toEqual([action.id]);
  expect(await of_(kept.id)).toEqual([]);
});

test("an anonymisation empties what actions say, drops those still to do, and keeps what was done for statistics", async () => {
  const { ctx, db, admin, of, contact, plan } = await world();
  const done = await plan({
    text: "Voir Audrey",
    report: "Audrey Kermadec est d’accord",
    doneAt: new Date("2026-03-01"),
  });
  const open = await plan({ text: "Rappeler Audrey" });
  const other = await aContact(db, { ...of, firstName: "Marc", lastName: "Autre" });
  const elsewhere = await anAction(db, { ...of, contactId: other.id, text: "Parler d’Audrey Kermadec à Marc" });
  await admin.call(settingApi.update, { body: { anonymisationDelayDays: 0, from: { anonymisationDelayDays: 7 } } });
  await admin.call(anonymisationApi.mark, one(contact.id));
  await anonymiseDue(ctx, new AbortController().signal);
  const rows = await db.action.findMany({ orderBy: { createdAt: "asc" } });
  const [erasedDone, erasedOpen, mention] = [done, open, elsewhere].map(({ id }) => rows.find((row) => row.id === id));
  expect(erasedDone).toMatchObject({ text: "", report: "", doneAt: done.doneAt, deletedAt: null });
  expect(erasedOpen).toMatchObject({ text: "", deletedAt: expect.any(Date) });
  expect(mention?.text).not.toMatch(/Audrey|Kermadec/);
  expect(mention?.deletedAt).toBeNull();
  expect(JSON.stringify(await db.auditEvent.findMany())).not.toMatch(/Kermadec/);
});

test("a person's data tell what was planned and done for him", async () => {
  const { admin, contact, plan } = await world();
  await plan({ text: "Rappeler pour le devis" });
  await plan({ text: "Visite", report: "Très intéressé", doneAt: new Date("2026-03-01T10:00:00Z") });
  const data = (await admin.call(anonymisationApi.personalData, { ...one(contact.id), query: {} })).raw.body;
  for (const told of ["Rappeler pour le devis", "Très intéressé"]) expect(data).toContain(told);
});

test("the bin: gone with an opportunity or a contact, back with it, purged with it", async () => {
  const { admin, db, contact, opportunity, plan } = await world();
  const [on, own] = [await plan({ opportunityId: opportunity.id }), await plan()];
  const shown = async () => (await admin.call(actionApi.list, { query: {} })).body.rows.map(({ id }) => id).sort();
  await admin.call(binApi.deleteOpportunity, one(opportunity.id));
  expect(await shown()).toEqual([own.id]);
  await admin.call(binApi.restoreOpportunity, one(opportunity.id));
  expect(await shown()).toEqual([on.id, own.id].sort());
  await admin.call(binApi.deleteOpportunity, one(opportunity.id));
  await admin.call(binApi.purgeOpportunity, one(opportunity.id));
  expect(await db.action.findMany({ select: { id: true } })).toEqual([{ id: own.id }]);
  await admin.call(binApi.deleteContact, one(contact.id));
  expect(await shown()).toEqual([]);
  await admin.call(binApi.purgeContact, one(contact.id));
  expect(await db.action.count()).toBe(0);
});

test("actions go with their user to another organisation", async () => {
  const { db, admin, as, contact, plan } = await world();
  const user = await as("salesperson");
  const action = await plan({ ownerId: user.id });
  const { id: organisationId } = await anOrganisation(db);
  await admin.call(userApi.update, { ...one(user.id), body: { version: 1, organisationId } });
  expect(await db.action.findUnique({ where: { id: action.id } })).toMatchObject({ organisationId });
  expect((await admin.call(contactApi.show, one(contact.id))).status).toBe(200);
});

test("a page of actions and its counts are one statement each, however many there are", async () => {
  const { admin, plan } = await world();
  for (let i = 0; i < 5; i++) await plan();
  // Who asks is known from here on.
  await admin.call(actionApi.list, { query: {} });
  expect(await countQueries(() => admin.call(actionApi.list, { query: {} }))).toBe(1);
  expect(await countQueries(() => admin.call(actionApi.counts, { query: {} }))).toBe(1);
});

import { bulkApi, contactApi, importApi, opportunityApi } from "@crm/contract";
import { expect, test } from "vitest";
import { bulkWorld } from "../../test/bulk.ts";
import { assignContact, assignOpportunity } from "../../test/commands.ts";
import { aContact, anOpportunity, anOrganisation, aPipeline, aQuestion, aUser } from "../../test/factories.ts";
import { importWorld } from "../../test/importing.ts";
import type { TestUser } from "../../test/test-app.ts";

async function world() {
  const on = await importWorld();
  const [me, admin, colleague] = [await on.as("salesperson"), await on.as("admin"), await on.as("salesperson")];
  const undo = async (by: TestUser, id: string) => {
    await by.call(importApi.undo, { params: { id } });
    await on.ports.jobs.runAll();
    return on.show(by, id);
  };
  return { ...on, me, admin, colleague, undo };
}

test("undoing an import leaves alone what has left one's sight, and tells no more of it than if it were gone", async () => {
  const { db, home, me, admin, colleague, importAll, undo } = await world();
  const own = { organisationId: home.id, ownerId: me.id };
  const [kept, gone] = [await aContact(db, { ...own, city: "Brest" }), await aContact(db, { ...own, city: "Brest" })];
  const { id } = await importAll(me, `CODE_CONTACT;VILLE\n${kept.code};Rennes\n${gone.code};Rennes\n`, {
    mode: "update",
  });
  await assignContact(admin, gone.id, colleague.id);
  const params = { id: gone.id };
  const { version } = (await admin.call(contactApi.show, { params })).body;
  const undone = await undo(me, id);
  expect(undone).toMatchObject({ status: "undone", undo: { restored: 1, kept: 1 } });
  expect(undone.keptRecords).toEqual([{ id: gone.id, code: "", name: "", reason: "NOT_FOUND" }]);
  expect((await me.call(contactApi.show, { params: { id: kept.id } })).body.city).toBe("Brest");
  expect((await admin.call(contactApi.show, { params })).body).toMatchObject({ city: "Rennes", version });
});

test("but takes back what the import itself gave to somebody else, while nobody has touched it", async () => {
  const { db, me, admin, colleague, importAll, undo } = await world();
  const rows = "EMAIL;NOM\na@neuf.test;Aubert\nb@neuf.test;Briand\n";
  const { id } = await importAll(me, rows, { ownerId: colleague.id });
  const second = await db.contact.findFirstOrThrow({ where: { email: "b@neuf.test" } });
  await colleague.call(contactApi.update, { params: { id: second.id }, body: { version: 1, city: "Brest" } });
  expect((await me.call(contactApi.list, { query: {} })).body.rows).toEqual([]);
  const undone = await undo(me, id);
  expect(undone).toMatchObject({
    undo: { restored: 1, kept: 1 },
    keptRecords: [{ code: "", name: "", reason: "NOT_FOUND" }],
  });
  expect((await admin.call(contactApi.list, { query: {} })).body.rows.map(({ email }) => email)).toEqual([
    "b@neuf.test",
  ]);
});

test("of opportunities likewise", async () => {
  const { db, home, me, admin, colleague, importAll, undo } = await world();
  const own = { organisationId: home.id, ownerId: me.id };
  const contact = await aContact(db, own);
  const { id: pipelineId } = await aPipeline(db);
  const add = () => anOpportunity(db, { ...own, contactId: contact.id, pipelineId, amount: 10 });
  const [kept, gone] = [await add(), await add()];
  const file = `CODE_OPPORTUNITE;MONTANT\n${kept.code};20\n${gone.code};20\n`;
  const { id } = await importAll(me, file, { mode: "update" }, "opportunity");
  expect((await me.call(opportunityApi.show, { params: { id: gone.id } })).body.amount).toBe(20);
  await assignOpportunity(admin, gone.id, colleague.id);
  const undone = await undo(me, id);
  expect(undone.keptRecords).toEqual([{ id: gone.id, code: "", name: "", reason: "NOT_FOUND" }]);
  const amount = async (id: string) => (await admin.call(opportunityApi.show, { params: { id } })).body.amount;
  expect([await amount(kept.id), await amount(gone.id)]).toEqual([10, 20]);
});

test("undoing a bulk change too: answers stay on what is out of sight, what it gave away itself comes back", async () => {
  const { db, as, contact, create, undo, show } = await bulkWorld();
  const admin = await as("admin");
  const me = await as("salesperson");
  const other = await aUser(db, { organisationId: (await anOrganisation(db)).id });
  const question = await aQuestion(db, { type: "text" });
  const [one, two] = [await contact({ ownerId: me.id }), await contact({ ownerId: me.id })];
  const ids = [one.id, two.id];
  const answer = await create(me, { kind: "answer", params: { questionId: question.id, answer: "Oui" }, ids });
  const given = await create(me, { kind: "assign", params: { ownerId: other.id }, ids: [one.id] });
  expect((await undo(me, answer.body.id)).body).toMatchObject({ status: "undone", skipped: 1 });
  const answered = async (id: string) =>
    (await admin.call(contactApi.show, { params: { id } })).body.answers[question.id];
  expect([await answered(one.id), await answered(two.id)]).toEqual(["Oui", undefined]);
  expect((await undo(me, given.body.id)).body).toMatchObject({ status: "undone", skipped: 0 });
  expect((await me.call(contactApi.show, { params: { id: one.id } })).status).toBe(200);
  expect((await show(me, given.body.id)).status).toBe("undone");
  expect((await admin.call(bulkApi.show, { params: { id: given.body.id } })).status).toBe(404);
});

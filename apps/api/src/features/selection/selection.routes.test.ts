import { anonymisationApi, bulkApi, contactApi, duplicateApi, selectionApi, settingApi } from "@crm/contract";
import { expect, test } from "vitest";
import { aContact, anOrganisation } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";
import { anonymiseDue } from "../anonymisation/erasure.service.ts";

async function world() {
  const app = await testApp();
  const me = await app.as("manager", { firstName: "Ana" });
  const contacts = [
    await aContact(app.db, { organisationId: app.home.id }),
    await aContact(app.db, { organisationId: app.home.id }),
  ];
  const made = await me.call(selectionApi.create, { body: { name: "Salon de Rennes" } });
  const move = async (kind: "select" | "deselect", ids = contacts.map(({ id }) => id), selectionId = made.body.id) => {
    const { body, status } = await me.call(bulkApi.create, {
      body: { record: "contact", kind, ids, params: { selectionId } },
    });
    await app.ports.jobs.runAll();
    return { ...body, status };
  };
  const found = async (by = me, selectionId = made.body.id) =>
    (await by.call(contactApi.list, { query: { selectionId } })).body.rows.map(({ id }) => id).sort();
  return { ...app, me, contacts, ids: contacts.map(({ id }) => id).sort(), selection: made.body, move, found };
}

test("contacts go into a selection and out of it, once each, and each way back is undone", async () => {
  const { me, contacts, ids, selection, move, found, ports } = await world();
  await move("select", [contacts[0]?.id ?? ""]);
  const second = await move("select");
  expect(await found()).toEqual(ids);
  expect((await me.call(selectionApi.list, {})).body).toMatchObject([{ name: "Salon de Rennes", contacts: 2 }]);
  // Only the one that this change brought goes out again.
  await me.call(bulkApi.undo, { params: { id: second.id } });
  await ports.jobs.runAll();
  expect(await found()).toEqual([contacts[0]?.id]);
  const out = await move("deselect");
  expect(await found()).toEqual([]);
  await me.call(bulkApi.undo, { params: { id: out.id } });
  await ports.jobs.runAll();
  expect(await found()).toEqual([contacts[0]?.id]);
  expect(selection.can.update).toBe(true);
});

test("a selection is its maker's; shared, his organisation uses it, sees its own contacts in it, and changes it not", async () => {
  const { db, as, me, ids, selection, move, found } = await world();
  await move("select");
  const away = await anOrganisation(db, "Roger");
  const [colleague, seller, stranger] = [
    await as("manager"),
    await as("salesperson"),
    await as("manager", { organisationId: away.id }),
  ];
  const path = { params: { id: selection.id } };
  expect((await colleague.call(selectionApi.list, {})).body).toEqual([]);
  expect(await found(colleague)).toEqual([]);
  expect((await colleague.call(selectionApi.remove, path)).status).toBe(404);
  await me.call(selectionApi.update, { ...path, body: { version: 1, shared: true } });
  expect(await found(colleague)).toEqual(ids);
  expect((await colleague.call(selectionApi.update, { ...path, body: { version: 2, name: "x" } })).status).toBe(403);
  expect((await seller.call(selectionApi.list, {})).body).toMatchObject([{ contacts: 0 }]);
  expect(await found(seller)).toEqual([]);
  expect((await stranger.call(selectionApi.list, {})).body).toEqual([]);
  const refused = await stranger.call(bulkApi.create, {
    body: { record: "contact", kind: "select", ids, params: { selectionId: selection.id } },
  });
  expect(refused.status).toBe(404);
});

test("refuses one's second of a name, and a change of an older one", async () => {
  const { me, selection } = await world();
  expect((await me.call(selectionApi.create, { body: { name: selection.name } })).body).toMatchObject({
    code: "NAME_TAKEN",
  });
  const path = { params: { id: selection.id } };
  await me.call(selectionApi.update, { ...path, body: { version: 1, name: "Salon de Brest" } });
  expect((await me.call(selectionApi.update, { ...path, body: { version: 1, name: "Salon de Caen" } })).status).toBe(
    409,
  );
  expect((await me.call(selectionApi.remove, path)).status).toBe(204);
});

test("a merged contact stays in its selections, once; an anonymised one leaves them", async () => {
  const { me, as, contacts, selection, move, found, ctx } = await world();
  await move("select");
  const [kept, merged] = contacts.map(({ id }) => id);
  const merge = await me.call(duplicateApi.merge, {
    body: { kept: { id: kept ?? "", version: 1 }, merged: { id: merged ?? "", version: 1 } },
  });
  expect(merge.status).toBeLessThan(300);
  expect(await found()).toEqual([kept]);
  expect((await me.call(selectionApi.list, {})).body).toMatchObject([{ contacts: 1 }]);
  const admin = await as("admin");
  await admin.call(settingApi.update, { body: { anonymisationDelayDays: 0, from: { anonymisationDelayDays: 7 } } });
  await admin.call(anonymisationApi.mark, { params: { id: kept ?? "" } });
  expect(await anonymiseDue(ctx, new AbortController().signal)).toBe(1);
  expect(await found()).toEqual([]);
  expect(selection.contacts).toBe(0);
});

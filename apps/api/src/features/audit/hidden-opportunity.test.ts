import {
  actionApi,
  anonymisationApi,
  binApi,
  contactApi,
  duplicateApi,
  interactionApi,
  opportunityApi,
} from "@crm/contract";
import { expect, it } from "vitest";
import { changeStatus } from "../../test/commands.ts";
import { aContact, anOrganisation, aPipeline } from "../../test/factories.ts";
import { type TestUser, testApp } from "../../test/test-app.ts";

const secret = "Zircon";

/** A contact of mine, and somebody else's opportunity on it of which every text bears the secret, by every way to write one. */
async function withHiddenOpportunity() {
  const { db, as, home } = await testApp();
  const other = await anOrganisation(db, "Roger");
  const [me, admin] = [await as("salesperson"), await as("admin")];
  const colleague = await as("manager", { organisationId: other.id, lastName: "Ailleurs" });
  const contact = await aContact(db, { organisationId: home.id, ownerId: me.id, lastName: "Bellec" });
  const { id: pipelineId } = await aPipeline(db, [`${secret} 1`, `${secret} 2`]);
  const input = { contactId: contact.id, pipelineId, title: `${secret} titre`, amount: 7_919, ownerId: colleague.id };
  const { id, version } = (await admin.call(opportunityApi.create, { body: input })).body;
  const params = { id };
  const notes = `<p>${secret} notes</p>`;
  await admin.call(opportunityApi.update, { params, body: { version, title: `${secret} bis`, amount: 7_927, notes } });
  const exchange = { kind: "call", text: `${secret} échange` } as const;
  await admin.call(interactionApi.create, { params, body: exchange });
  const { body: types } = await admin.call(actionApi.types, {});
  const action = { contactId: contact.id, opportunityId: id, typeId: types[0]?.id ?? "", day: "2026-03-03" };
  const planned = await admin.call(actionApi.create, {
    body: { ...action, text: `${secret} action`, ownerId: colleague.id },
  });
  await admin.call(actionApi.create, { body: { ...action, text: `${secret} faite`, ownerId: colleague.id } });
  await admin.call(actionApi.finish, { params: { id: planned.body.id }, body: { report: `${secret} compte rendu` } });
  await changeStatus(admin, id, { status: "lost", on: "2026-03-01", reason: `${secret} motif` });
  return { db, me, admin, contact, home, id, action: planned.body.id };
}

const told = async (by: TestUser, contactId: string, otherId: string): Promise<[string, string][]> => {
  const params = { id: contactId };
  const replies = {
    card: await by.call(contactApi.show, { params }),
    timeline: await by.call(contactApi.timeline, { params, query: { size: 100 } }),
    open: await by.call(actionApi.list, { query: { contactId } }),
    done: await by.call(actionApi.list, { query: { contactId, state: "done" } }),
    counts: await by.call(actionApi.counts, { query: { contactId } }),
    impact: await by.call(binApi.contactImpact, { params }),
    json: await by.call(anonymisationApi.personalData, { params, query: {} }),
    html: await by.call(anonymisationApi.personalData, { params, query: { format: "html" } }),
    compare: await by.call(duplicateApi.compare, { query: { firstId: contactId, secondId: otherId } }),
  };
  return Object.entries(replies).map(([what, { status, raw }]) => {
    expect([what, status]).toEqual([what, 200]);
    return [what, raw.body];
  });
};

it("nothing on a contact tells of an opportunity that one does not see: no event of any kind, action, count or file", async () => {
  const { db, me, admin, contact, home, id, action } = await withHiddenOpportunity();
  const second = await aContact(db, { organisationId: home.id, ownerId: me.id });
  const own = await admin.call(contactApi.timeline, { params: { id: contact.id }, query: { size: 100 } });
  expect(new Set(own.body.rows.map(({ kind }) => kind.split(".")[0]))).toEqual(
    new Set(["opportunity", "interaction", "action"]),
  );
  for (const [what, body] of await told(admin, contact.id, second.id))
    if (!["counts", "impact", "compare"].includes(what))
      expect([what, body]).toEqual([what, expect.stringContaining(secret)]);
  for (const [what, body] of await told(me, contact.id, second.id)) {
    expect([what, body]).toEqual([what, expect.not.stringContaining(secret)]);
    expect(body, what).not.toMatch(new RegExp(`${id}|7927|7919|Ailleurs`));
  }
  const params = { id: contact.id };
  expect((await me.call(binApi.contactImpact, { params })).body).toMatchObject({ opportunities: 0, open: 0 });
  expect((await me.call(actionApi.counts, { query: { contactId: contact.id } })).body.today.value).toBe(0);
  const pair = await me.call(duplicateApi.compare, { query: { firstId: contact.id, secondId: second.id } });
  expect(pair.body.first).toMatchObject({ opportunities: 0, events: 0 });
  // Nor is the action reached by its id.
  const body = { text: "à moi" };
  expect((await me.call(actionApi.update, { params: { id: action }, body: { version: 1, ...body } })).status).toBe(404);
});

it("nor once the contact is deleted and brought back: how many went along is told to who sees all", async () => {
  const { me, admin, contact } = await withHiddenOpportunity();
  const params = { id: contact.id };
  await me.call(binApi.deleteContact, { params });
  expect((await me.call(binApi.list, { query: {} })).body.rows).toMatchObject([{ opportunities: 0 }]);
  expect((await admin.call(binApi.list, { query: {} })).body.rows).toMatchObject([{ opportunities: 1 }]);
  await me.call(binApi.restoreContact, { params });
  const deleted = async (by: TestUser) => {
    const { body } = await by.call(contactApi.timeline, { params, query: {} });
    return body.rows.find(({ kind }) => kind === "contact.deleted")?.data;
  };
  expect(await deleted(me)).toEqual({});
  expect(await deleted(admin)).toEqual({ opportunities: 1 });
});

it("only who sees all makes a complete file of a person; another's says that it may not be, whatever is missing", async () => {
  const { me, admin, contact, db, home } = await withHiddenOpportunity();
  const alone = await aContact(db, { organisationId: home.id, ownerId: me.id });
  const file = async (by: TestUser, id: string) =>
    JSON.parse((await by.call(anonymisationApi.personalData, { params: { id }, query: {} })).raw.body);
  expect(await file(admin, contact.id)).toMatchObject({ complete: true, notice: "" });
  for (const { id } of [contact, alone])
    expect(await file(me, id)).toMatchObject({ complete: false, notice: expect.stringContaining("gestionnaire") });
});

import { actionApi, contactApi, handoverApi, notificationApi } from "@crm/contract";
import { expect, test } from "vitest";
import { aContact, anAction, anOpportunity, anOrganisation, aPipeline } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

const one = (id: string) => ({ params: { id } });

/** Somebody who leaves, with `size` contacts, opportunities and actions, and the one who takes over, elsewhere. */
async function world(size: number) {
  const on = await testApp();
  const [admin, leaving] = [
    await on.as("admin"),
    await on.as("salesperson", { firstName: "Chloé", lastName: "Martin" }),
  ];
  const elsewhere = await anOrganisation(on.db);
  const taking = await on.as("salesperson", { firstName: "Yann", organisationId: elsewhere.id });
  const of = { organisationId: on.home.id, ownerId: leaving.id };
  const { id: pipelineId } = await aPipeline(on.db);
  for (let i = 0; i < size; i++) {
    const { id: contactId } = await aContact(on.db, of);
    const { id: opportunityId } = await anOpportunity(on.db, { ...of, contactId, pipelineId });
    await anAction(on.db, { ...of, contactId, opportunityId });
  }
  const owners = async () => {
    const where = { where: { ownerId: taking.id, organisationId: elsewhere.id } };
    return [await on.db.contact.count(where), await on.db.opportunity.count(where), await on.db.action.count(where)];
  };
  const run = (toId: string, who = admin) => who.call(handoverApi.run, { ...one(leaving.id), body: { toId } });
  return { ...on, admin, leaving, taking, owners, run };
}

test("500 opportunities, as many contacts and actions, go to another user, who is told; nothing is orphaned", async () => {
  const { db, admin, leaving, taking, owners, run, ports } = await world(500);
  expect((await admin.call(handoverApi.show, one(leaving.id))).body).toEqual({
    contacts: 500,
    opportunities: 500,
    actions: 500,
  });
  expect((await run(taking.id)).status).toBe(204);
  await ports.jobs.runAll();
  expect(await owners()).toEqual([500, 500, 500]);
  expect(await db.user.findUnique({ where: { id: leaving.id } })).toMatchObject({ active: false });
  expect((await admin.call(handoverApi.show, one(leaving.id))).body).toEqual({
    contacts: 0,
    opportunities: 0,
    actions: 0,
  });
  const told = (await taking.call(notificationApi.list, {})).body.rows.map(({ kind }) => kind);
  expect(told.sort()).toEqual(["action.handed-over", "bulk.assigned", "bulk.assigned"]);
  const [contact] = (await taking.call(contactApi.list, { query: { size: 1 } })).body.rows;
  const { rows } = (await taking.call(contactApi.timeline, { ...one(contact?.id ?? ""), query: {} })).body;
  expect(rows.map(({ kind }) => kind).sort()).toEqual(["action.assigned", "contact.assigned", "opportunity.assigned"]);
}, 120_000);

test("left as they are, a manager still finds the actions of one who is gone, and filters by him", async () => {
  const { db, as, leaving } = await world(2);
  await db.user.update({ where: { id: leaving.id }, data: { active: false } });
  const manager = await as("manager");
  const { rows } = (await manager.call(actionApi.list, { query: { ownerId: leaving.id } })).body;
  expect(rows.map(({ owner }) => [owner?.id, owner?.active])).toEqual([
    [leaving.id, false],
    [leaving.id, false],
  ]);
});

test("refused as a whole: to himself, to one who left, one's own account, without the CRM functions", async () => {
  const { db, as, admin, leaving, taking, owners, run } = await world(1);
  const gone = await as("salesperson", { active: false });
  const code = async (reply: ReturnType<typeof run>) => (await reply).raw.json().code;
  expect(await code(run(leaving.id))).toBe("OWNER_NOT_ASSIGNABLE");
  expect(await code(run(gone.id))).toBe("OWNER_NOT_ASSIGNABLE");
  expect(await code(run(taking.id, await as("admin", { crmAccess: false })))).toBe("NOT_ALLOWED");
  const own = await admin.call(handoverApi.run, { ...one(admin.id), body: { toId: taking.id } });
  expect(own.raw.json().code).toBe("OWN_ACCOUNT");
  expect((await run(taking.id, await as("manager"))).status).toBe(403);
  expect(await db.user.findUnique({ where: { id: leaving.id } })).toMatchObject({ active: true });
  expect(await owners()).toEqual([0, 0, 0]);
});

import { contactApi, notificationApi, opportunityApi } from "@crm/contract";
import { expect, test } from "vitest";
import { aContact, anOpportunity, aPipeline } from "../../test/factories.ts";
import { importWorld } from "../../test/importing.ts";
import type { TestUser } from "../../test/test-app.ts";

async function world() {
  const on = await importWorld();
  const me = await on.as("manager", { firstName: "Zoé", lastName: "Morin" });
  const [first, second] = [await on.as("salesperson"), await on.as("salesperson")];
  const own = { organisationId: on.home.id, ownerId: me.id };
  const told = async (by: TestUser) =>
    (await by.call(notificationApi.list, {})).body.rows.map(({ kind, data }) => ({ kind, data }));
  return { ...on, me, first, second, own, told };
}

test("who is given opportunities by an import is told once, how many; who imports, and an undo, tell nobody more", async () => {
  const { db, me, first, second, own, told, importAll, ports, show } = await world();
  const pipeline = await aPipeline(db);
  const contact = await aContact(db, { ...own, email: "a@x.fr" });
  const moved = await anOpportunity(db, { ...own, contactId: contact.id, pipelineId: pipeline.id });
  const same = await anOpportunity(db, { ...own, ownerId: first.id, contactId: contact.id, pipelineId: pipeline.id });
  const email = async ({ id }: TestUser) => (await db.user.findUniqueOrThrow({ where: { id } })).email;
  const [one, two, mine] = [await email(first), await email(second), await email(me)];
  const csv = `CODE_OPPORTUNITE;CONTACT_EMAIL;TITRE;SUIVI_PAR_EMAIL
;a@x.fr;A;${one}
;a@x.fr;B;${one}
;a@x.fr;C;${mine}
${moved.code};a@x.fr;D;${two}
${same.code};a@x.fr;E;${one}
`;
  const done = await importAll(me, csv, {}, "opportunity");
  expect(done).toMatchObject({ status: "done", created: 3, updated: 2 });
  const notice = (count: number) => ({
    kind: "import.assigned",
    data: { importId: done.id, record: "opportunity", name: done.file.name, count, by: "Zoé Morin" },
  });
  expect(await told(first)).toEqual([notice(2)]);
  expect(await told(second)).toEqual([notice(1)]);
  expect((await told(me)).map(({ kind }) => kind)).toEqual(["import.done"]);

  // The list that the notice leads to.
  const listed = async (by: TestUser, importId = done.id) =>
    (await by.call(opportunityApi.list, { query: { importId, sort: "title" } })).body.rows.map(({ title }) => title);
  expect(await listed(me)).toEqual(["A", "B", "C", "D", "E"]);
  expect(await listed(second)).toEqual(["D"]);
  expect(await listed(me, contact.id)).toEqual([]);
  expect((await me.call(opportunityApi.count, { query: { importId: done.id } })).body.value).toBe(5);

  const { importApi } = await import("@crm/contract");
  await me.call(importApi.undo, { params: { id: done.id } });
  await ports.jobs.runAll();
  expect((await show(me, done.id)).undo).toEqual({ restored: 5, kept: 0 });
  expect(await told(first)).toHaveLength(1);
  expect(await told(second)).toHaveLength(1);
  expect(await listed(me)).toEqual([]);
});

test("who is given contacts is told too, and the contacts of an import are a list", async () => {
  const { me, first, own, told, importAll, db } = await world();
  await aContact(db, { ...own, email: "known@x.fr", lastName: "Avant" });
  await aContact(db, { ...own, email: "other@x.fr" });
  const csv = "EMAIL;NOM\nnew@x.fr;Neuf\nknown@x.fr;Après\n";
  const done = await importAll(me, csv, { ownerId: first.id });
  expect((await told(first)).map(({ kind, data }) => [kind, data["count"], data["record"]])).toEqual([
    ["import.assigned", 1, "contact"],
  ]);
  const { body } = await me.call(contactApi.list, { query: { importId: done.id, sort: "name" } });
  expect(body.rows.map(({ lastName }) => lastName)).toEqual(["Après", "Neuf"]);
  expect((await me.call(contactApi.list, { query: { importId: "x" } as never })).status).toBe(422);
});

test("an import that fails says why to the person, in the history and in the log", async () => {
  const { me, start, ports, show, told, db } = await world();
  const { id } = await start(me, "<html><table><tr><td>EMAIL</td></tr></table></html>");
  await ports.jobs.runAll();
  const { status, failure, file } = await show(me, id);
  expect(status).toBe("failed");
  expect(failure).not.toBeNull();
  const said = { importId: id, record: "contact", name: file.name, code: failure };
  expect(await told(me)).toMatchObject([{ kind: "import.failed", data: said }]);
  const [event] = await db.auditEvent.findMany({ where: { kind: "import.failed" } });
  expect(event).toMatchObject({ actorId: me.id, contactId: null, data: said });
});

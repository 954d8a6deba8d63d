import { describe, expect, test } from "vitest";
import { toActor } from "../../platform/actors.ts";
import { aContact } from "../../test/factories.ts";
import { opportunityApp } from "../../test/opportunity-app.ts";
import { countQueries } from "../../test/queries.ts";
import { deleteContacts, deleteOpportunities, restoreContacts, restoreOpportunities } from "./bin.service.ts";

async function world() {
  const on = await opportunityApp();
  const user = await on.db.user.findUniqueOrThrow({ where: { id: (await on.as("salesperson")).id } });
  const state = async () => ({
    contact: (await on.db.contact.findUniqueOrThrow({ where: { id: on.contact.id } })).deletedAt,
    opportunities: Object.fromEntries(
      (await on.db.opportunity.findMany()).map(({ title, deletedAt }) => [title, deletedAt !== null]),
    ),
  });
  return { ...on, state, mine: { ...on.ctx, actor: toActor(user, "") }, user };
}

describe("the recycle bin", () => {
  test("a contact takes its opportunities along, and brings back exactly those", async () => {
    const { ctx, db, contact, opportunity, state } = await world();
    const [alone] = [await opportunity({ title: "seule" }), await opportunity({ title: "avec" })];
    // The clock of the test stands still: the two deletions have the same moment.
    expect(await deleteOpportunities(ctx, [alone.id])).toEqual([alone.id]);
    expect(await deleteContacts(ctx, [contact.id])).toEqual([contact.id]);
    expect((await state()).opportunities).toEqual({ seule: true, avec: true });
    expect(await restoreOpportunities(ctx, [alone.id])).toEqual([]);
    expect(await restoreContacts(ctx, [contact.id])).toEqual([contact.id]);
    expect(await state()).toEqual({ contact: null, opportunities: { seule: true, avec: false } });
    expect(await restoreOpportunities(ctx, [alone.id])).toEqual([alone.id]);
    const events = await db.auditEvent.findMany({ orderBy: { id: "asc" } });
    expect(events.map(({ kind, contactId }) => [kind, contactId !== null])).toEqual([
      ["opportunity.deleted", true],
      ["contact.deleted", true],
      ["opportunity.deleted", false],
      ["contact.restored", true],
      ["opportunity.restored", false],
      ["opportunity.restored", true],
    ]);
    expect(events[1]?.data).toMatchObject({ opportunities: 1 });
  });

  test("changes nothing out of the actor's sight, nor twice", async () => {
    const { ctx, db, contact, mine, user, home } = await world();
    const own = await aContact(db, { organisationId: home.id, ownerId: user.id });
    expect(await deleteContacts(mine, [contact.id, own.id])).toEqual([own.id]);
    expect(await deleteContacts(mine, [own.id])).toEqual([]);
    expect(await deleteContacts(ctx, [contact.id])).toEqual([contact.id]);
    expect(await restoreContacts(mine, [contact.id, own.id])).toEqual([own.id]);
    expect(await db.auditEvent.count()).toBe(4 - 1);
  });

  test("two who delete the same records at once: each record goes once", async () => {
    const { ctx, db, home, contact } = await world();
    const other = await aContact(db, { organisationId: home.id });
    const both = await Promise.all([
      deleteContacts(ctx, [contact.id, other.id]),
      deleteContacts(ctx, [other.id, contact.id]),
    ]);
    expect(both.flat().sort()).toEqual([contact.id, other.id].sort());
    expect(await db.auditEvent.count()).toBe(2);
  });

  test("takes as many statements for a hundred records as for one", async () => {
    const { ctx, db, home } = await world();
    const ids: string[] = [];
    for (let i = 0; i < 100; i++) ids.push((await aContact(db, { organisationId: home.id })).id);
    const one = await countQueries(() => deleteContacts(ctx, ids.slice(0, 1)));
    expect(await countQueries(() => deleteContacts(ctx, ids.slice(1)))).toBe(one);
    const back = await countQueries(() => restoreContacts(ctx, ids.slice(0, 1)));
    expect(await countQueries(() => restoreContacts(ctx, ids.slice(1)))).toBe(back);
  });
});

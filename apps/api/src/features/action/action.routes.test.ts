import { actionApi, contactApi, notificationApi, opportunityApi } from "@crm/contract";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { aContact, anAction, anOpportunity, anOrganisation, aPipeline } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

/** A salesperson with a contact of his own and an opportunity on it; it is 2 March 2026, 10:00 in Paris, a Monday. */
async function world() {
  const on = await testApp();
  const me = await on.as("salesperson", { firstName: "Chloé", lastName: "Martin" });
  const mine = { organisationId: on.home.id, ownerId: me.id };
  const contact = await aContact(on.db, mine);
  const opportunity = await anOpportunity(on.db, {
    ...{ ...mine, contactId: contact.id, pipelineId: (await aPipeline(on.db)).id },
  });
  const [type] = (await me.call(actionApi.types, {})).body;
  if (!type) throw new Error("no type of action");
  const input = { typeId: type.id, contactId: contact.id, day: "2026-03-03", time: "14:30", text: "Parler du devis" };
  const plan = async (over: object = {}) => (await me.call(actionApi.create, { body: { ...input, ...over } })).body;
  return { ...on, me, contact, opportunity, type, input, plan };
}
const one = (id: string) => ({ params: { id } });

describe("planning", () => {
  test("a new CRM knows the guide's types, in its order", async () => {
    const { me } = await world();
    expect((await me.call(actionApi.types, {})).body.map(({ label }) => label)).toEqual([
      ...["Rappel", "E-mail à envoyer", "Appel téléphonique", "Rencontre"],
    ]);
  });

  test("type, date, hour, text, user: on the contact and on the opportunity, told on both timelines", async () => {
    const { me, contact, opportunity, plan } = await world();
    const action = await plan({ opportunityId: opportunity.id });
    expect(action).toMatchObject({
      ...{
        day: "2026-03-03",
        time: "14:30",
        dueAt: "2026-03-03T13:30:00.000Z",
        group: "week",
        text: "Parler du devis",
      },
      ...{ contact: { id: contact.id, open: true }, opportunity: { id: opportunity.id }, doneAt: null },
      ...{ owner: { id: me.id }, type: { label: "Rappel", icon: "bell" }, can: { update: true } },
    });
    for (const query of [{ contactId: contact.id }, { opportunityId: opportunity.id }, {}, { ownerId: "me" as const }])
      expect((await me.call(actionApi.list, { query })).body.rows.map(({ id }) => id)).toEqual([action.id]);
    const card = (await me.call(opportunityApi.show, one(opportunity.id))).body;
    expect(card.timeline.rows[0]).toMatchObject({ kind: "action.planned", data: { type: "Rappel", time: "14:30" } });
    expect((await me.call(contactApi.show, one(contact.id))).body.timeline.rows[0]?.kind).toBe("action.planned");
  });

  test("without an hour it is due at the end of its day in Paris", async () => {
    const { plan } = await world();
    expect(await plan({ time: null })).toMatchObject({
      dueAt: "2026-03-03T22:59:59.999Z",
      day: "2026-03-03",
      time: null,
    });
  });

  test("an hour that the clocks skip is refused; the one they show twice is the first; 29 February is a day of leap years", async () => {
    const { me, input, plan } = await world();
    const at = (over: object) => me.call(actionApi.create, { body: { ...input, ...over } });
    const skipped = await at({ day: "2026-03-29", time: "02:30" });
    expect(skipped.status).toBe(422);
    expect(skipped.raw.json().issues).toMatchObject([
      { path: "body/time", params: { params: { rule: "instantImpossible" } } },
    ]);
    // Another day alone brings a kept hour into the skipped one.
    const action = await plan({ day: "2026-03-28", time: "02:30" });
    const moved = await me.call(actionApi.update, { ...one(action.id), body: { version: 1, day: "2026-03-29" } });
    expect([moved.status, moved.raw.json().issues[0].path]).toEqual([422, "body/time"]);
    expect((await plan({ day: "2026-10-25", time: "02:30" })).dueAt).toBe("2026-10-25T00:30:00.000Z");
    expect((await plan({ day: "2026-03-29", time: null })).dueAt).toBe("2026-03-29T21:59:59.999Z");
    expect((await at({ day: "2027-02-29" })).status).toBe(422);
    expect((await plan({ day: "2028-02-29", time: "09:00" })).dueAt).toBe("2028-02-29T08:00:00.000Z");
  });

  test("refusals: a contact or an opportunity out of sight, one that is not the contact's, an archived type, a user who left", async () => {
    const { db, home, me, as, input, opportunity, type } = await world();
    const other = await aContact(db, { organisationId: home.id });
    const admin = await as("admin");
    const gone = await as("salesperson", { active: false });
    const refused = async (over: object) => {
      const { status, raw } = await me.call(actionApi.create, { body: { ...input, ...over } });
      return [status, raw.json().code];
    };
    expect(await refused({ contactId: other.id })).toEqual([404, "NOT_FOUND"]);
    const another = await aContact(db, { organisationId: home.id, ownerId: me.id });
    expect(await refused({ contactId: another.id, opportunityId: opportunity.id })).toEqual([404, "NOT_FOUND"]);
    expect(await refused({ ownerId: gone.id })).toEqual([422, "OWNER_NOT_ASSIGNABLE"]);
    await admin.call(actionApi.setTypeArchived, { ...one(type.id), body: { archived: true } });
    expect(await refused({})).toEqual([409, "ACTION_TYPE_ARCHIVED"]);
    expect(await refused({ text: "a\0b" })).toEqual([422, "VALIDATION_FAILED"]);
    expect(await refused({ text: "x".repeat(2001) })).toEqual([422, "VALIDATION_FAILED"]);
    expect(await refused({ time: "24:00" })).toEqual([422, "VALIDATION_FAILED"]);
  });

  test("an archived type stays on what was planned", async () => {
    const { me, as, plan, type } = await world();
    const action = await plan({ text: "<b>Léa</b> 🎉" });
    await (await as("admin")).call(actionApi.setTypeArchived, { ...one(type.id), body: { archived: true } });
    const { body } = await me.call(actionApi.update, { ...one(action.id), body: { version: 1, text: "Autre" } });
    expect(body).toMatchObject({ type: { label: "Rappel" }, text: "Autre" });
  });
});

describe("done, put off, given, deleted", () => {
  test("done with a report, once, and to do again", async () => {
    const { me, contact, plan } = await world();
    const { id } = await plan();
    const [first, second] = await Promise.all(
      ["Rappelle lundi", "Absente"].map((report) => me.call(actionApi.finish, { ...one(id), body: { report } })),
    );
    expect([first?.status, second?.status].sort()).toEqual([200, 409]);
    const [kept, late] = first?.status === 200 ? [first, second] : [second, first];
    expect(late?.body).toMatchObject({ code: "ACTION_ALREADY_DONE", details: { report: kept?.body.report } });
    expect((await me.call(actionApi.finish, { ...one(id), body: {} })).body).toEqual(kept?.body);
    expect((await me.call(actionApi.list, { query: { contactId: contact.id } })).body.rows).toEqual([]);
    const done = (await me.call(actionApi.list, { query: { contactId: contact.id, state: "done" } })).body.rows;
    expect(done).toMatchObject([{ id, doneAt: "2026-03-02T09:00:00.000Z", report: kept?.body.report }]);
    const events = (await me.call(contactApi.timeline, { ...one(contact.id), query: {} })).body.rows;
    expect(events.map(({ kind }) => kind)).toEqual(["action.done", "action.planned"]);
    expect((await me.call(actionApi.reopen, one(id))).body).toMatchObject({ doneAt: null, report: "" });
  });

  test("put off keeps the hour; two at once: the second is shown what is", async () => {
    const { me, contact, plan } = await world();
    const { id } = await plan();
    const to = (day: string) => me.call(actionApi.update, { ...one(id), body: { version: 1, day } });
    const both = await Promise.all([to("2026-03-09"), to("2026-03-10")]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const won = both.find(({ status }) => status === 200)?.body;
    expect(won).toMatchObject({ time: "14:30", group: "later", version: 2 });
    const lost = both.find(({ status }) => status === 409)?.raw.json();
    expect(lost).toMatchObject({ code: "EDIT_CONFLICT", details: { current: { day: won?.day } } });
    const [event] = (await me.call(contactApi.timeline, { ...one(contact.id), query: {} })).body.rows;
    expect(event).toMatchObject({ kind: "action.postponed", data: { day: won?.day, from: { day: "2026-03-03" } } });
  });

  test("given to somebody: he is told and sees it, but not a contact that is not his", async () => {
    const { me, as, plan, contact, opportunity } = await world();
    const other = await as("salesperson", { firstName: "Yann" });
    const { id } = await plan({ opportunityId: opportunity.id });
    const { body } = await me.call(actionApi.update, { ...one(id), body: { version: 1, ownerId: other.id } });
    // It is on his own contact: he goes on seeing it.
    expect(body).toMatchObject({ owner: { id: other.id }, can: { update: true } });
    const theirs = (await other.call(actionApi.list, { query: {} })).body.rows;
    expect(theirs).toMatchObject([
      { id, text: "Parler du devis", contact: null, opportunity: null, can: { update: true } },
    ]);
    expect(JSON.stringify(theirs)).not.toContain("Le Denmat");
    expect((await other.call(contactApi.show, one(contact.id))).status).toBe(404);
    expect((await other.call(actionApi.list, { query: { contactId: contact.id } })).status).toBe(404);
    expect((await other.call(actionApi.list, { query: { opportunityId: opportunity.id } })).status).toBe(404);
    const [notice] = (await other.call(notificationApi.list, {})).body.rows;
    expect(notice).toMatchObject({ kind: "action.assigned", data: { by: "Chloé Martin", type: "Rappel" } });
    expect(JSON.stringify(notice)).not.toContain("Le Denmat");
    expect((await other.call(actionApi.finish, { ...one(id), body: { report: "Fait" } })).status).toBe(200);
  });

  test("of an opportunity that one sees, its contact's name is told, as on the opportunity itself; its card stays closed", async () => {
    const { db, home, as, plan, opportunity } = await world();
    const other = await as("salesperson");
    await db.opportunity.update({ where: { id: opportunity.id }, data: { ownerId: other.id } });
    const action = await anAction(db, {
      ...{
        organisationId: home.id,
        ownerId: other.id,
        contactId: opportunity.contactId,
        opportunityId: opportunity.id,
      },
    });
    const shown = (await other.call(actionApi.show, one(action.id))).body;
    expect(shown).toMatchObject({
      contact: { name: "Audrey Le Denmat", open: false },
      opportunity: { id: opportunity.id },
    });
    // And he may plan on it.
    const { typeId, contactId } = action;
    const body = { typeId, contactId, opportunityId: opportunity.id, day: "2026-03-04" };
    expect((await other.call(actionApi.create, { body })).status).toBe(201);
    expect((await other.call(actionApi.create, { body: { ...body, opportunityId: null } })).status).toBe(404);
    expect(await plan()).toMatchObject({ can: { update: true } });
  });

  test("deleted, then restored as it was", async () => {
    const { me, plan, contact } = await world();
    const { id } = await plan();
    expect((await me.call(actionApi.remove, one(id))).status).toBe(204);
    expect((await me.call(actionApi.show, one(id))).status).toBe(404);
    expect((await me.call(actionApi.remove, one(id))).status).toBe(404);
    expect((await me.call(actionApi.list, { query: { contactId: contact.id } })).body.rows).toEqual([]);
    expect((await me.call(actionApi.restore, one(id))).body).toMatchObject({ id, text: "Parler du devis" });
    expect((await me.call(actionApi.restore, one(id))).status).toBe(200);
    const { rows } = (await me.call(contactApi.timeline, { ...one(contact.id), query: {} })).body;
    expect(rows.map(({ kind }) => kind)).toEqual(["action.restored", "action.deleted", "action.planned"]);
  });
});

test("open screens of both assignees are told, though one of them sees no contact", async () => {
  const { me, as, plan, ports } = await world();
  const other = await as("salesperson");
  const { id } = await plan();
  const told: string[] = [];
  onTestFinished(ports.events.subscribe((message) => told.push(JSON.stringify(message))));
  await me.call(actionApi.update, { ...one(id), body: { version: 1, ownerId: other.id } });
  // Who has it now is read when it is told; whose it was comes along.
  const live = () => told.find((message) => message.includes('"seenAs":"action"') && message.includes('"former"'));
  await vi.waitFor(() => expect(live()).toContain(me.id));
  expect(live()).toContain(id);
  expect(told.join()).not.toMatch(/Le Denmat|devis/);
});

describe("« À traiter »", () => {
  test("late, today, this week, later, by the clocks of Paris; pages and counts agree", async () => {
    const { db, home, me, contact } = await world();
    const due = ["2026-03-02T08:59:00Z", "2026-03-02T09:01:00Z", "2026-03-02T22:59:59.999Z", "2026-03-02T23:00:00Z"];
    due.push("2026-03-08T22:59:59.999Z", "2026-03-08T23:00:00Z", "2027-01-01T00:00:00Z");
    for (const dueAt of due)
      await anAction(db, { organisationId: home.id, ownerId: me.id, contactId: contact.id, dueAt: new Date(dueAt) });
    const of = async (query: object) => (await me.call(actionApi.list, { query })).body;
    const groups = ["late", "today", "week", "later"] as const;
    const found = await Promise.all(groups.map(async (group) => (await of({ group })).rows));
    expect(found.map((rows) => rows.map(({ group }) => group))).toEqual([
      ...[["late"], ["today", "today"], ["week", "week"], ["later", "later"]],
    ]);
    const counts = (await me.call(actionApi.counts, { query: { ownerId: "me" } })).body;
    expect(groups.map((group) => counts[group].value)).toEqual([1, 2, 2, 2]);
    const walked: string[] = [];
    for (let after: string | undefined; ; ) {
      const { rows, next } = await of({ size: 2, ...(after ? { after } : {}) });
      walked.push(...rows.map(({ dueAt }) => dueAt));
      if (next === null) break;
      after = next;
    }
    expect(walked).toEqual(due.map((dueAt) => new Date(dueAt).toISOString()));
  });

  test("mine, each user's for a manager, nobody's of another organisation", async () => {
    const { db, home, as, me, contact } = await world();
    const manager = await as("manager");
    const left = await as("salesperson", { active: false });
    const elsewhere = await anOrganisation(db);
    const far = await aContact(db, { organisationId: elsewhere.id });
    for (const [organisationId, ownerId, contactId] of [
      [home.id, me.id, contact.id],
      [home.id, left.id, contact.id],
      [elsewhere.id, null, far.id],
    ] as const)
      await anAction(db, { organisationId, ownerId, contactId });
    const seen = async (who: typeof me, query = {}) =>
      (await who.call(actionApi.list, { query })).body.rows.map(({ owner }) => owner?.id ?? null);
    expect(await seen(me)).toEqual([me.id]);
    expect((await seen(manager)).sort()).toEqual([me.id, left.id].sort());
    expect(await seen(manager, { ownerId: left.id })).toEqual([left.id]);
    expect(await seen(me, { ownerId: left.id })).toEqual([]);
    const admin = await as("admin");
    expect((await seen(admin)).length).toBe(3);
    const [row] = (await admin.call(actionApi.list, { query: { ownerId: me.id } })).body.rows;
    expect(row).toMatchObject({ opportunity: null, contact: { id: contact.id, open: true } });
  });

  test("what stands on a deleted opportunity or contact is out of sight until it comes back", async () => {
    const { db, me, plan, contact, opportunity } = await world();
    const action = await plan({ opportunityId: opportunity.id });
    const shown = async () => (await me.call(actionApi.list, { query: {} })).body.rows.length;
    for (const put of [
      (deletedAt: Date | null) => db.opportunity.update({ where: { id: opportunity.id }, data: { deletedAt } }),
      (deletedAt: Date | null) => db.contact.update({ where: { id: contact.id }, data: { deletedAt } }),
    ]) {
      await put(new Date());
      expect(await shown()).toBe(0);
      expect((await me.call(actionApi.show, one(action.id))).status).toBe(404);
      await put(null);
      expect(await shown()).toBe(1);
    }
  });
});

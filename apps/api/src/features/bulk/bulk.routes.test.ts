import { bulkApi, contactApi, opportunityApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { bulkWorld } from "../../test/bulk.ts";
import { assignContact } from "../../test/commands.ts";
import { anOpportunity, anOrganisation, aPipeline, aQuestion } from "../../test/factories.ts";

const choices = {
  choices: [
    { value: "SALON", label: "Salon" },
    { value: "WEB", label: "Site web" },
  ],
};

describe("a bulk change of a few records", () => {
  it("assigns at once, tells their timelines and the new owner once, and is undone row for row", async () => {
    const { me, colleague, contact, create, undo, rows, db } = await bulkWorld();
    const [one, two, his] = [await contact(), await contact(), await contact({ ownerId: colleague.id })];
    const before = await rows();
    const { status, body } = await create(me, {
      kind: "assign",
      params: { ownerId: colleague.id },
      ids: [one.id, two.id, his.id],
    });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      status: "done",
      total: 3,
      done: 3,
      changed: 2,
      skipped: 0,
      can: { undo: true, cancel: false },
    });
    expect(await db.contact.count({ where: { ownerId: colleague.id } })).toBe(3);
    const { body: card } = await me.call(contactApi.show, { params: { id: one.id } });
    expect(card.timeline.rows[0]).toMatchObject({
      kind: "contact.assigned",
      actor: { id: me.id },
      changes: [{ field: "owner", from: "Maëlle Riou", to: "Yann Le Goff" }],
    });
    expect(await db.notification.findMany({ select: { userId: true, kind: true, data: true } })).toEqual([
      { userId: colleague.id, kind: "bulk.assigned", data: { record: "contact", count: 2, by: "Maëlle Riou" } },
    ]);
    const back = await undo(me, body.id);
    expect(back.body).toMatchObject({
      status: "undone",
      total: 2,
      done: 2,
      changed: 2,
      skipped: 0,
      can: { undo: false },
    });
    expect(await rows()).toEqual(before);
    expect(await db.auditEvent.count({ where: { contactId: one.id } })).toBe(2);
    expect((await undo(me, body.id)).status).toBe(409);
  });

  it("answers a question, erases, and brings back what was there", async () => {
    const { me, contact, create, undo, rows, db } = await bulkWorld();
    const question = await aQuestion(db, { type: "single-choice", config: choices, label: "Origine" });
    const other = await aQuestion(db, { type: "text" });
    const ids = [
      (await contact({ answers: { [question.id]: "WEB", [other.id]: "reste" } })).id,
      (await contact()).id,
      (await contact({ answers: { [question.id]: "SALON" } })).id,
    ];
    const before = await rows();
    const { body } = await create(me, { kind: "answer", params: { questionId: question.id, answer: "SALON" }, ids });
    expect(body).toMatchObject({ status: "done", changed: 2, total: 3 });
    expect((await rows()).map(({ answers }) => answers)).toEqual([
      { [question.id]: "SALON", [other.id]: "reste" },
      { [question.id]: "SALON" },
      { [question.id]: "SALON" },
    ]);
    expect((await db.auditEvent.findFirst({ where: { contactId: ids[0] ?? "" } }))?.data).toMatchObject({
      changes: [{ field: "Origine", questionId: question.id, from: "Site web", to: "Salon" }],
    });
    const erased = await create(me, { kind: "answer", params: { questionId: question.id, answer: null }, ids });
    expect(erased.body).toMatchObject({ changed: 3 });
    expect((await rows()).map(({ answers }) => answers)).toEqual([{ [other.id]: "reste" }, {}, {}]);
    expect((await undo(me, erased.body.id)).body).toMatchObject({ changed: 3 });
    expect((await undo(me, body.id)).body).toMatchObject({ changed: 2 });
    expect(await rows()).toEqual(before);
  });

  it("deletes with the opportunities, marks to anonymise, and undoes both", async () => {
    const { me, contact, create, undo, rows, db, home } = await bulkWorld();
    const [one, two] = [await contact(), await contact()];
    const pipeline = await aPipeline(db);
    await anOpportunity(db, { contactId: one.id, pipelineId: pipeline.id, organisationId: home.id, ownerId: me.id });
    const before = await rows();
    const ids = [one.id, two.id];
    const { body } = await create(me, { kind: "delete", ids });
    expect(body).toMatchObject({ status: "done", changed: 2 });
    expect((await me.call(contactApi.list, { query: {} })).body.rows).toEqual([]);
    expect((await me.call(opportunityApi.list, { query: {} })).body.rows).toEqual([]);
    await undo(me, body.id);
    expect((await me.call(opportunityApi.list, { query: {} })).body.rows).toHaveLength(1);
    const marked = await create(me, { kind: "anonymise", ids });
    expect(await db.contact.count({ where: { anonymiseAt: { not: null } } })).toBe(2);
    await undo(me, marked.body.id);
    expect(await rows()).toEqual(before);
  });

  it("changes opportunities too", async () => {
    const { me, colleague, contact, create, undo, db, home } = await bulkWorld();
    const [pipeline, { id: contactId }] = [await aPipeline(db), await contact()];
    const question = await aQuestion(db, { type: "number", record: "opportunity" });
    const { id } = await anOpportunity(db, {
      contactId,
      pipelineId: pipeline.id,
      organisationId: home.id,
      ownerId: me.id,
    });
    const before = await db.opportunity.findUniqueOrThrow({ where: { id }, omit: { version: true, updatedAt: true } });
    const done = [];
    for (const change of [
      { kind: "answer", params: { questionId: question.id, answer: 12 } },
      { kind: "assign", params: { ownerId: colleague.id } },
      { kind: "delete" },
    ])
      done.push((await create(me, { record: "opportunity", filter: {}, ...change })).body);
    expect(done.map(({ status, changed }) => [status, changed])).toEqual([
      ["done", 1],
      ["done", 1],
      ["done", 1],
    ]);
    expect((await db.auditEvent.findMany({ where: { opportunityId: id } })).map(({ kind }) => kind)).toEqual([
      "opportunity.answered",
      "opportunity.assigned",
      "opportunity.deleted",
    ]);
    for (const { id } of done.reverse()) expect((await undo(me, id)).body.changed).toBe(1);
    expect(await db.opportunity.findUniqueOrThrow({ where: { id }, omit: { version: true, updatedAt: true } })).toEqual(
      before,
    );
  });

  it("undone after others went on changes only what is still as it left it", async () => {
    const { me, colleague, contact, create, undo, db } = await bulkWorld();
    const question = await aQuestion(db, { type: "text" });
    const [kept, changed, gone] = [
      await contact({ answers: { [question.id]: "avant" } }),
      await contact(),
      await contact(),
    ];
    const ids = [kept.id, changed.id, gone.id];
    const { body } = await create(me, { kind: "answer", params: { questionId: question.id, answer: "après" }, ids });
    const as = { version: 2 };
    await me.call(contactApi.update, { params: { id: kept.id }, body: { ...as, city: "Brest" } });
    await me.call(contactApi.answer, {
      params: { id: changed.id },
      body: { ...as, answers: { [question.id]: "à la main" } },
    });
    await create(me, { kind: "delete", ids: [gone.id] });
    expect((await undo(me, body.id)).body).toMatchObject({ status: "undone", changed: 1, skipped: 2 });
    expect(await db.contact.findUnique({ where: { id: kept.id } })).toMatchObject({
      city: "Brest",
      answers: { [question.id]: "avant" },
    });
    expect(await db.contact.findUnique({ where: { id: changed.id } })).toMatchObject({
      answers: { [question.id]: "à la main" },
    });
    const assigned = await create(me, { kind: "assign", params: { ownerId: null }, ids: [kept.id, changed.id] });
    await assignContact(me, changed.id, colleague.id);
    expect((await undo(me, assigned.body.id)).body).toMatchObject({ changed: 1, skipped: 1 });
    expect((await db.contact.findUnique({ where: { id: changed.id } }))?.ownerId).toBe(colleague.id);
  });

  it("leaves the question's own rule its say at undo: an answer it no longer takes stays away", async () => {
    const { me, contact, create, undo, db } = await bulkWorld();
    const question = await aQuestion(db, { type: "single-choice", config: choices });
    const { id } = await contact({ answers: { [question.id]: "WEB" } });
    const { body } = await create(me, {
      kind: "answer",
      params: { questionId: question.id, answer: "SALON" },
      ids: [id],
    });
    await db.question.update({
      where: { id: question.id },
      data: { config: { choices: [choices.choices[0]] } as object },
    });
    expect((await undo(me, body.id)).body).toMatchObject({ changed: 0, skipped: 1 });
  });
});

describe("a bulk change of what a filter finds", () => {
  it("takes all of it beyond what a page shows, but for those excepted, and nothing that comes in later", async () => {
    const { me, colleague, contact, create, crowd, db, ports, show } = await bulkWorld();
    const ids = await crowd(250);
    await contact({ lastName: "Autre" });
    const { body } = await create(me, {
      kind: "assign",
      params: { ownerId: colleague.id },
      filter: { search: "foule" },
      except: ids.slice(0, 2),
    });
    expect(body).toMatchObject({ status: "running", total: 248, done: 0 });
    await contact({ lastName: "Foule arrivée après" });
    await ports.jobs.runAll();
    expect(await show(me, body.id)).toMatchObject({ status: "done", total: 248, changed: 248 });
    expect(await db.contact.count({ where: { ownerId: colleague.id } })).toBe(248);
    expect((await db.notification.findMany({ where: { userId: me.id } })).map(({ kind }) => kind)).toEqual([
      "bulk.done",
    ]);
    expect((await me.call(bulkApi.list, {})).body).toHaveLength(1);
  });

  it("never reaches further than the person sees", async () => {
    const { me, as, contact, create, db } = await bulkWorld();
    const seller = await as("salesperson");
    const elsewhere = await anOrganisation(db);
    const [mine, hers, far] = [
      await contact({ ownerId: seller.id }),
      await contact(),
      await contact({ organisationId: elsewhere.id, ownerId: null }),
    ];
    const ids = [mine.id, hers.id, far.id];
    expect((await create(seller, { kind: "assign", params: { ownerId: null }, filter: {} })).body).toMatchObject({
      total: 1,
      changed: 1,
    });
    expect((await create(me, { kind: "assign", params: { ownerId: me.id }, ids })).body).toMatchObject({
      total: 2,
      changed: 1,
      skipped: 1,
    });
    const nothing = await create(seller, { kind: "delete", ids });
    expect([nothing.status, nothing.body]).toMatchObject([422, { code: "SELECTION_EMPTY" }]);
    expect(await db.bulkChange.count({ where: { userId: seller.id } })).toBe(1);
    expect((await db.contact.findUnique({ where: { id: far.id } }))?.ownerId).toBe(null);
    const { body } = await create(me, { kind: "delete", filter: {} });
    for (const call of [bulkApi.show, bulkApi.cancel, bulkApi.undo])
      expect((await seller.call(call, { params: { id: body.id } })).status).toBe(404);
  });
});

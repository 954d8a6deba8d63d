import { bulkApi, contactApi, opportunityApi, userApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { aContact, anOpportunity, anOrganisation, aPipeline, aQuestion, aUser } from "../../test/factories.ts";
import { type TestUser, testApp } from "../../test/test-app.ts";
import { giveUpBulk, workThrough } from "./bulk-run.service.ts";

const calm = new AbortController().signal;
const choices = {
  choices: [
    { value: "SALON", label: "Salon" },
    { value: "WEB", label: "Site web" },
  ],
};

async function world() {
  const app = await testApp();
  const { db, as, home } = app;
  const me = await as("manager", { firstName: "Maëlle", lastName: "Riou" });
  const colleague = await aUser(db, { organisationId: home.id, firstName: "Yann", lastName: "Le Goff" });
  const contact = (over = {}) => aContact(db, { organisationId: home.id, ownerId: me.id, ...over });
  const create = (by: TestUser, body: object) =>
    by.call(bulkApi.create, { body: { record: "contact", ...body } as never });
  const undo = (by: TestUser, id: string) => by.call(bulkApi.undo, { params: { id } });
  const show = async (by: TestUser, id: string) => (await by.call(bulkApi.show, { params: { id } })).body;
  /** Many contacts at once, as an import would leave them. */
  async function crowd(count: number, over: object = {}) {
    const data = Array.from({ length: count }, (_, i) => ({
      email: `p${i}@foule.test`,
      lastName: `Foule ${i}`,
      organisationId: home.id,
      ownerId: me.id,
      ...over,
    }));
    await db.contact.createMany({ data });
    return (await db.contact.findMany({ where: { lastName: { startsWith: "Foule " } } })).map(({ id }) => id);
  }
  /** All rows of contacts, but for the columns that any write moves. */
  const rows = async () =>
    (await db.contact.findMany({ orderBy: { id: "asc" } })).map(({ version: _, updatedAt: __, ...row }) => row);
  return { ...app, me, colleague, contact, create, undo, show, crowd, rows };
}

describe("a bulk change of a few records", () => {
  it("assigns at once, tells their timelines and the new owner once, and is undone row for row", async () => {
    const { me, colleague, contact, create, undo, rows, db } = await world();
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
    const { me, contact, create, undo, rows, db } = await world();
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
    const { me, contact, create, undo, rows, db, home } = await world();
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
    const { me, colleague, contact, create, undo, db, home } = await world();
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
    const { me, colleague, contact, create, undo, db } = await world();
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
    await me.call(contactApi.assign, { params: { id: changed.id }, body: { ownerId: colleague.id } });
    expect((await undo(me, assigned.body.id)).body).toMatchObject({ changed: 1, skipped: 1 });
    expect((await db.contact.findUnique({ where: { id: changed.id } }))?.ownerId).toBe(colleague.id);
  });

  it("leaves the question's own rule its say at undo: an answer it no longer takes stays away", async () => {
    const { me, contact, create, undo, db } = await world();
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
    const { me, colleague, contact, create, crowd, db, ports, show } = await world();
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
    const { me, as, contact, create, db } = await world();
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

describe("a bulk change is refused before anything is written", () => {
  it.each<[string, (ids: { contact: string; colleague: string }) => object, number, object]>([
    ["ids that are none", () => ({ kind: "delete", ids: ["1", "x"] }), 422, { code: "VALIDATION_FAILED" }],
    ["no ids", () => ({ kind: "delete", ids: [] }), 422, { code: "VALIDATION_FAILED" }],
    ["neither ids nor filter", () => ({ kind: "delete" }), 422, { code: "VALIDATION_FAILED" }],
    [
      "both ids and filter",
      ({ contact }) => ({ kind: "delete", ids: [contact], filter: {} }),
      422,
      { code: "VALIDATION_FAILED" },
    ],
    ["ids of nothing", () => ({ kind: "delete", ids: [crypto.randomUUID()] }), 422, { code: "SELECTION_EMPTY" }],
    [
      "too many ids",
      ({ contact }) => ({ kind: "delete", ids: Array(10_001).fill(contact) }),
      422,
      { code: "VALIDATION_FAILED" },
    ],
    [
      "a million ids",
      ({ contact }) => ({ kind: "delete", ids: Array(1_000_000).fill(contact) }),
      413,
      { code: "FILE_TOO_LARGE" },
    ],
    ["an unknown kind", ({ contact }) => ({ kind: "explode", ids: [contact] }), 422, { code: "VALIDATION_FAILED" }],
    [
      "an unknown record",
      ({ contact }) => ({ record: "user", kind: "delete", ids: [contact] }),
      422,
      { code: "VALIDATION_FAILED" },
    ],
    [
      "a kind that this record has not",
      ({ contact }) => ({ record: "opportunity", kind: "anonymise", ids: [contact] }),
      422,
      { code: "VALIDATION_FAILED" },
    ],
    [
      "a filter that finds nothing",
      () => ({ kind: "delete", filter: { search: "introuvable" } }),
      422,
      { code: "SELECTION_EMPTY" },
    ],
    ["no owner", ({ contact }) => ({ kind: "assign", ids: [contact] }), 422, { code: "VALIDATION_FAILED" }],
    [
      "an unknown owner",
      ({ contact }) => ({ kind: "assign", params: { ownerId: crypto.randomUUID() }, ids: [contact] }),
      422,
      { code: "OWNER_NOT_ASSIGNABLE" },
    ],
    [
      "a deactivated owner",
      ({ contact, colleague }) => ({ kind: "assign", params: { ownerId: colleague }, ids: [contact] }),
      422,
      { code: "OWNER_NOT_ASSIGNABLE" },
    ],
    [
      "an unknown question",
      ({ contact }) => ({ kind: "answer", params: { questionId: crypto.randomUUID(), answer: 1 }, ids: [contact] }),
      404,
      { code: "NOT_FOUND" },
    ],
  ])("%s", async (_what, bodyOf, status, refusal) => {
    const { me, contact, create, db, colleague, rows } = await world();
    await db.user.update({ where: { id: colleague.id }, data: { active: false } });
    const { id } = await contact();
    const before = await rows();
    const reply = await create(me, bodyOf({ contact: id, colleague: colleague.id }));
    expect([reply.status, reply.body]).toMatchObject([status, refusal]);
    expect([await rows(), await db.bulkChange.count(), await db.bulkItem.count()]).toEqual([before, 0, 0]);
  });

  it("an answer that the question does not take, none to a required one, any to an archived one", async () => {
    const { me, contact, create, db } = await world();
    const { id } = await contact();
    const answer = (questionId: string, answer: unknown) =>
      create(me, { kind: "answer", params: { questionId, answer }, ids: [id] });
    const choice = await aQuestion(db, { type: "single-choice", config: choices });
    const required = await aQuestion(db, { type: "text", required: true });
    const archived = await aQuestion(db, { type: "text", archivedAt: new Date(), label: "Vieille" });
    expect((await answer(choice.id, "MARS")).body).toMatchObject({
      code: "VALIDATION_FAILED",
      issues: [{ path: `body/answers/${choice.id}` }],
    });
    expect((await answer(required.id, null)).body).toMatchObject({ code: "VALIDATION_FAILED" });
    expect((await answer(required.id, "a\0b")).body).toMatchObject({ code: "VALIDATION_FAILED" });
    expect((await answer(archived.id, "x")).body).toMatchObject({
      code: "QUESTION_ARCHIVED",
      details: { label: "Vieille" },
    });
    expect(await db.bulkChange.count()).toBe(0);
  });

  it("an undo of what is under way or too old", async () => {
    const { me, create, undo, crowd, clock, ports, db, show } = await world();
    await crowd(101);
    const { body } = await create(me, { kind: "delete", filter: {} });
    expect((await undo(me, body.id)).body).toMatchObject({ code: "BULK_NOT_READY" });
    await ports.jobs.runAll();
    expect((await show(me, body.id)).can.undo).toBe(true);
    await db.bulkChange.update({
      where: { id: body.id },
      data: { createdAt: new Date(clock.now.getTime() - 31 * 86_400_000) },
    });
    expect((await undo(me, body.id)).body).toMatchObject({ code: "BULK_NOT_READY" });
  });
});

describe("a bulk change in the background", () => {
  /** 2,500 contacts, three chunks; the test is the worker. */
  async function ready() {
    const made = await world();
    const ids = await made.crowd(2500);
    const { body } = await made.create(made.me, { kind: "assign", params: { ownerId: made.colleague.id }, filter: {} });
    made.ports.jobs.waiting.splice(0);
    const work = (phase: "running" | "undoing", ctx = made.ctx) => workThrough(ctx, body.id, phase, calm);
    /** A ctx whose publishing, the last act of a chunk, fails at its nth time: the chunk is undone. */
    const dyingAt = (times: number) => {
      let asked = 0;
      const publish: typeof made.ctx.events.publish = async (db, message) => {
        if (++asked === times) throw new Error("killed");
        await made.ctx.events.publish(db, message);
      };
      return { ...made.ctx, events: { ...made.ctx.events, publish } };
    };
    return { ...made, ids, id: body.id, work, dyingAt };
  }

  it("killed there and back, resumes and does nothing twice", async () => {
    const { id, work, dyingAt, db, rows, me, colleague, undo, show, ports } = await ready();
    const before = await rows();
    for (const time of [1, 2, 2]) await expect(work("running", dyingAt(time))).rejects.toThrow("killed");
    await work("running");
    await work("running"); // a job that comes twice
    expect(await show(me, id)).toMatchObject({ status: "done", total: 2500, done: 2500, changed: 2500 });
    expect(await db.contact.count({ where: { ownerId: colleague.id } })).toBe(2500);
    expect(await db.auditEvent.count()).toBe(2500);
    expect(await db.notification.count()).toBe(2);
    await undo(me, id);
    ports.jobs.waiting.splice(0);
    for (const time of [1, 3]) await expect(work("undoing", dyingAt(time))).rejects.toThrow("killed");
    await work("undoing");
    expect(await show(me, id)).toMatchObject({ status: "undone", total: 2500, changed: 2500, skipped: 0 });
    expect(await rows()).toEqual(before);
    expect(await db.auditEvent.count()).toBe(5000);
  }, 60_000);

  it("by two workers at once is done once", async () => {
    const { id, work, db, me, show } = await ready();
    await Promise.all([work("running"), work("running")]);
    expect(await show(me, id)).toMatchObject({ status: "done", done: 2500, changed: 2500 });
    expect([await db.auditEvent.count(), await db.notification.count()]).toEqual([2500, 2]);
  }, 60_000);

  it("cancelled half way keeps what is done, which is then undone", async () => {
    const { id, work, dyingAt, db, me, colleague, show, undo, ports, rows } = await ready();
    const before = await rows();
    await expect(work("running", dyingAt(2))).rejects.toThrow("killed");
    expect((await me.call(bulkApi.cancel, { params: { id } })).body).toMatchObject({
      status: "cancelled",
      done: 1000,
      changed: 1000,
    });
    await work("running");
    expect(await db.contact.count({ where: { ownerId: colleague.id } })).toBe(1000);
    await undo(me, id);
    await ports.jobs.runAll();
    expect(await show(me, id)).toMatchObject({ status: "undone", changed: 1000 });
    expect(await rows()).toEqual(before);
  }, 60_000);

  it("stops with a clear reason when the owner is deactivated meanwhile, and can be undone", async () => {
    const { id, work, dyingAt, me, colleague, as, show, undo, ports, rows, db } = await ready();
    const before = await rows();
    await expect(work("running", dyingAt(2))).rejects.toThrow("killed");
    const admin = await as("admin");
    await admin.call(userApi.setActive, { params: { id: colleague.id }, body: { active: false } });
    await work("running");
    expect(await show(me, id)).toMatchObject({
      status: "failed",
      failure: "OWNER_NOT_ASSIGNABLE",
      changed: 1000,
      can: { undo: true },
    });
    expect((await db.notification.findFirst({ where: { userId: me.id } }))?.kind).toBe("bulk.failed");
    await undo(me, id);
    await ports.jobs.runAll();
    expect(await rows()).toEqual(before);
  }, 60_000);

  it("stops when its person has lost his rights, and is given up after too many tries", async () => {
    const { id, work, me, show, db } = await ready();
    await db.user.update({ where: { id: me.id }, data: { active: false } });
    await work("running");
    expect(await db.bulkChange.findUnique({ where: { id } })).toMatchObject({
      status: "failed",
      failure: "NOT_ALLOWED",
      changed: 0,
    });
    await db.bulkChange.update({ where: { id }, data: { status: "running" } });
    await db.user.update({ where: { id: me.id }, data: { active: true } });
    await giveUpBulk({ ...(await testApp()).ctx, db }, id);
    expect(await show(me, id)).toMatchObject({ status: "failed", failure: "JOB_FAILED" });
  });
});

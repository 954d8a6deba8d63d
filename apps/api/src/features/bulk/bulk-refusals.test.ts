import { describe, expect, it } from "vitest";
import { bulkWorld } from "../../test/bulk.ts";
import { aQuestion } from "../../test/factories.ts";
import { bulkForgetting } from "./bulk.jobs.ts";

const choices = {
  choices: [
    { value: "SALON", label: "Salon" },
    { value: "WEB", label: "Site web" },
  ],
};

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
      { code: "TEXT_TOO_LARGE" },
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
    const { me, contact, create, db, colleague, rows } = await bulkWorld();
    await db.user.update({ where: { id: colleague.id }, data: { active: false } });
    const { id } = await contact();
    const before = await rows();
    const reply = await create(me, bodyOf({ contact: id, colleague: colleague.id }));
    expect([reply.status, reply.body]).toMatchObject([status, refusal]);
    expect([await rows(), await db.bulkChange.count(), await db.bulkItem.count()]).toEqual([before, 0, 0]);
  });

  it("an answer that the question does not take, none to a required one, any to an archived one", async () => {
    const { me, contact, create, db } = await bulkWorld();
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
    const { me, create, undo, crowd, clock, ports, db, show, ctx } = await bulkWorld();
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
    await bulkForgetting.run(ctx, {}, new AbortController().signal);
    expect([await db.bulkChange.count(), await db.bulkItem.count()]).toEqual([0, 0]);
  });
});

import { consentApi, contactApi, importApi, notificationApi, opportunityApi, questionApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import type { Ctx } from "../../platform/context.ts";
import { assignContact } from "../../test/commands.ts";
import { aContact, aQuestion } from "../../test/factories.ts";
import { importWorld } from "../../test/importing.ts";
import type { TestUser } from "../../test/test-app.ts";
import { importForgetting } from "./import.jobs.ts";
import { undoThrough } from "./import-undo.service.ts";

const dayMs = 86_400_000;

async function world() {
  const on = await importWorld();
  const me = await on.as("salesperson");
  const question = await aQuestion(on.db, {
    type: "single-choice",
    code: "ORIGINE",
    label: "Origine",
    config: {
      choices: [
        { value: "WEB", label: "Site web" },
        { value: "APL", label: "Appel" },
      ],
    },
  });
  const contact = (over = {}) => aContact(on.db, { organisationId: on.home.id, ownerId: me.id, ...over });
  /** Everything of every contact, but for what any write moves. */
  const rows = async () =>
    (await on.db.contact.findMany({ orderBy: { id: "asc" } })).map(({ version: _, updatedAt: __, ...row }) => row);
  const undo = async (by: TestUser, id: string) => {
    const { status } = await by.call(importApi.undo, { params: { id } });
    expect(status).toBe(202);
    await on.ports.jobs.runAll();
    return on.show(by, id);
  };
  return { ...on, me, question, contact, rows, undo };
}

const csv =
  "CODE_CONTACT;EMAIL;NOM;VILLE;MOBILE;ORIGINE;NOTES\nC1;other@client.test;Riou;Brest;06 11 22 33 44;APL;Rappeler\nC2;;Le Goff;;;;\n;new@client.test;Kervella;Quimper;;WEB;\n";

describe("an import that is undone", () => {
  test("leaves every contact as it was, consents too, and says so on timelines and by the bell", async () => {
    const { me, question, contact, rows, undo, importAll, db, ctx } = await world();
    const before = { email: "one@client.test", lastName: "Ancien", city: "Rennes", mobile: "+33655443322" };
    const known = await contact({
      ...before,
      notes: "<p>Vu</p>",
      emailValidity: "valid",
      answers: { [question.id]: "WEB" },
    });
    const second = await contact({ email: "two@client.test", lastName: "Ancien" });
    await db.contact.update({ where: { id: known.id }, data: { emailConsent: "granted", smsConsent: "granted" } });
    // Whoever has the new number asked not to be written to.
    const digest = ctx.digest("sms +33611223344");
    await db.suppression.create({ data: { channel: "sms", digest, reason: "manual" } });
    const was = await rows();
    const file = csv.replace("C1", known.code).replace("C2", second.code);
    const done = await importAll(me, file);
    expect(done).toMatchObject({
      status: "done",
      created: 1,
      updated: 2,
      can: { undo: true, edit: false, run: false },
    });
    expect(await db.contact.findUnique({ where: { id: known.id } })).toMatchObject({
      ...{ email: "other@client.test", emailValidity: "unverified", lastName: "Riou", smsConsent: "withdrawn" },
      notes: "<p>Vu</p><p>Rappeler</p>",
    });

    const undone = await undo(me, done.id);
    expect(undone).toMatchObject({
      ...{ status: "undone", undo: { restored: 3, kept: 0 }, keptRecords: [] },
      can: { undo: false, run: false, edit: false, cancel: false },
    });
    expect(await rows()).toEqual(was);
    expect(await db.importItem.count()).toBe(0);
    const { body } = await me.call(contactApi.timeline, { params: { id: known.id }, query: {} });
    expect(body.rows[0]).toMatchObject({
      kind: "contact.import-undone",
      actor: { id: me.id },
      data: { importId: done.id },
    });
    expect(body.rows[0]?.changes).toEqual(
      expect.arrayContaining([
        { field: "lastName", from: "Riou", to: "Ancien" },
        { field: "Origine", questionId: question.id, from: "Appel", to: "Site web" },
      ]),
    );
    const consents = (await me.call(consentApi.list, { params: { id: known.id } })).body;
    expect(consents.map(({ channel, state }) => [channel, state])).toEqual([
      ["sms", "granted"],
      ["sms", "withdrawn"],
    ]);
    expect((await me.call(notificationApi.list, {})).body.rows[0]).toMatchObject({
      kind: "import.undone",
      data: { importId: done.id, restored: 3, kept: 0 },
    });
    expect((await me.call(importApi.undo, { params: { id: done.id } })).body).toMatchObject({
      code: "IMPORT_NOT_READY",
    });
  });

  test("leaves what somebody changed since, or works with, and says which", async () => {
    const { me, contact, undo, importAll, db } = await world();
    const known = await contact({ email: "one@client.test", lastName: "Ancien" });
    const done = await importAll(
      me,
      "EMAIL;NOM\none@client.test;Riou\nedited@client.test;Un\nassigned@client.test;Deux\nsold@client.test;Trois\ncalm@client.test;Quatre\ngone@client.test;Cinq\n",
    );
    const of = async (email: string) => db.contact.findFirstOrThrow({ where: { email } });
    const [edited, assigned, sold, gone] = [
      await of("edited@client.test"),
      await of("assigned@client.test"),
      await of("sold@client.test"),
      await of("gone@client.test"),
    ];
    await me.call(contactApi.update, { params: { id: edited.id }, body: { version: 1, city: "Brest" } });
    await me.call(contactApi.update, { params: { id: known.id }, body: { version: 2, city: "Brest" } });
    await assignContact(me, assigned.id, null);
    const { id: pipelineId } = await db.pipeline.create({ data: { name: "Vente", position: 0 } });
    const opened = await me.call(opportunityApi.create, { body: { contactId: sold.id, pipelineId } });
    expect(opened.status).toBe(201);
    await db.contact.update({ where: { id: gone.id }, data: { deletedAt: new Date() } });
    const undone = await undo(me, done.id);
    expect(undone.undo).toEqual({ restored: 1, kept: 5 });
    expect(undone.keptRecords.map(({ name, reason }) => [name, reason]).sort()).toEqual([
      // Given away since, out of sight.
      ["", "NOT_FOUND"],
      ["Audrey Riou", "EDIT_CONFLICT"],
      ["Cinq", "NOT_FOUND"],
      ["Trois", "STILL_IN_USE"],
      ["Un", "EDIT_CONFLICT"],
    ]);
    expect(undone.keptRecords.every(({ name, code }) => name === "" || code.startsWith("C-"))).toBe(true);
    expect(await db.contact.findUnique({ where: { id: known.id } })).toMatchObject({ lastName: "Riou", city: "Brest" });
    expect(await db.contact.count({ where: { email: "calm@client.test" } })).toBe(0);
  });

  test("leaves an answer whose choice is gone since, but not one to a question that is", async () => {
    const { me, question, contact, undo, importAll, db, as } = await world();
    const extra = await aQuestion(db, { type: "text", code: "LIBRE", label: "Libre" });
    const first = await contact({ email: "one@client.test", answers: { [question.id]: "WEB" } });
    const second = await contact({ email: "two@client.test", answers: { [extra.id]: "avant" } });
    const done = await importAll(me, "EMAIL;ORIGINE;LIBRE\none@client.test;APL;\ntwo@client.test;;après");
    const admin = await as("admin");
    const { config: _, ...input } = (await admin.call(questionApi.list, { query: { record: "contact" } })).body.find(
      ({ id }) => id === question.id,
    ) as unknown as { version: number; config: object } & Record<string, unknown>;
    const saved = await admin.call(questionApi.update, {
      params: { id: question.id },
      body: {
        ...{ version: input.version, acceptLoss: true },
        input: { ...input, config: { choices: [{ value: "APL", label: "Appel" }] } } as never,
      },
    });
    expect(saved.status).toBe(200);
    await db.question.delete({ where: { id: extra.id } });
    const undone = await undo(me, done.id);
    expect(undone.undo).toEqual({ restored: 1, kept: 1 });
    expect(await db.contact.findUnique({ where: { id: first.id } })).toMatchObject({
      answers: { [question.id]: "APL" },
    });
    expect(await db.contact.findUnique({ where: { id: second.id } })).toMatchObject({
      answers: { [extra.id]: "après" },
    });
  });

  test("can be so within 30 days, by who sees it and may write; then what was before is forgotten", async () => {
    const { me, as, importAll, db, ports, ctx, clock } = await world();
    const later = (days: number) => {
      clock.now = new Date(clock.now.getTime() + days * dayMs);
    };
    const done = await importAll(me, "EMAIL\na@b.fr");
    const colleague = await as("salesperson");
    expect((await colleague.call(importApi.undo, { params: { id: done.id } })).status).toBe(404);
    later(29);
    let manager = await as("manager");
    await importForgetting.run(ctx, {}, new AbortController().signal);
    expect((await manager.call(importApi.show, { params: { id: done.id } })).body.can.undo).toBe(true);
    expect(await db.importItem.count()).toBe(1);
    later(2);
    manager = await as("manager");
    await importForgetting.run(ctx, {}, new AbortController().signal);
    expect(await db.importItem.count()).toBe(0);
    expect((await manager.call(importApi.undo, { params: { id: done.id } })).body).toMatchObject({
      code: "IMPORT_NOT_READY",
    });
    expect(await db.contact.count()).toBe(1);
    expect(ports.jobs.waiting.filter(({ name }) => name === "import.forgetting")).toHaveLength(1);
  });

  test("when it was stopped, takes back what it had written", async () => {
    const { me, check, undo, db, ports, show } = await world();
    const { id } = await check(me, `EMAIL\n${Array.from({ length: 3 }, (_, i) => `p${i}@b.fr`).join("\n")}`);
    await me.call(importApi.run, { params: { id } });
    await ports.jobs.runAll();
    await db.import.update({ where: { id }, data: { status: "cancelled" } });
    expect((await show(me, id)).can.undo).toBe(true);
    expect((await undo(me, id)).undo).toEqual({ restored: 3, kept: 0 });
    expect(await db.contact.count()).toBe(0);
  });

  test("killed at any chunk goes on, and two workers do it once", async () => {
    const on = await world();
    const many = `EMAIL;NOM\n${Array.from({ length: 1300 }, (_, i) => `p${i}@client.test;Nom ${i}`).join("\n")}`;
    const { id } = await on.importAll(on.me, many);
    await on.me.call(importApi.undo, { params: { id } });
    on.ports.jobs.waiting.splice(0);
    const calm = new AbortController().signal;
    for (const chunk of [1, 2]) {
      let asked = 0;
      const publish: Ctx["events"]["publish"] = async (db, message) => {
        if ("to" in message && ++asked === chunk) throw new Error("killed");
        await on.ctx.events.publish(db, message);
      };
      await expect(undoThrough({ ...on.ctx, events: { ...on.ctx.events, publish } }, id, calm)).rejects.toThrow(
        "killed",
      );
      expect(await on.show(on.me, id)).toMatchObject({ status: "undoing", undo: { restored: (chunk - 1) * 500 } });
    }
    await Promise.all([undoThrough(on.ctx, id, calm), undoThrough(on.ctx, id, calm)]);
    expect(await on.show(on.me, id)).toMatchObject({ status: "undone", undo: { restored: 1300, kept: 0 } });
    expect(await on.db.contact.count()).toBe(0);
    expect(await on.db.auditEvent.count()).toBe(0);
    expect(await on.db.notification.count({ where: { kind: "import.undone" } })).toBe(1);
  }, 60_000);
});

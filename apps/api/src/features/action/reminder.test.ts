import { actionApi, notificationApi } from "@crm/contract";
import { expect, test } from "vitest";
import { aContact, anAction } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";
import { forgetDeletedActions, remindDue } from "./reminder.service.ts";
import { mailReminder } from "./reminder-mail.service.ts";

const never = new AbortController().signal;
const one = (id: string) => ({ params: { id } });

/** Somebody with a contact; it is 2 March 2026, 10:00 in Paris. */
async function world() {
  const on = await testApp();
  const me = await on.as("salesperson", { email: "chloe@briconett.test", firstName: "Chloé" });
  const contact = await aContact(on.db, { organisationId: on.home.id, ownerId: me.id });
  const { typeId } = await anAction(on.db, { organisationId: on.home.id, contactId: contact.id });
  const plan = async (day: string, time: string | null, over: object = {}) => {
    const body = { typeId, contactId: contact.id, day, time, text: "Parler <du> devis\nEt du délai", ...over };
    return (await me.call(actionApi.create, { body })).body;
  };
  /** Time goes on, and the worker with it. */
  const at = async (moment: string) => {
    on.clock.now = new Date(moment);
    await remindDue(on.ctx, never);
    await on.ports.jobs.runAll();
  };
  const notices = async () =>
    (await me.call(notificationApi.list, {})).body.rows.filter(({ kind }) => kind === "action.due");
  return { ...on, me, contact, plan, at, notices, sent: on.ports.mailer.sent };
}

test("at the hour, one e-mail and one notification; never again", async () => {
  const { plan, at, notices, sent } = await world();
  await plan("2026-03-02", "14:30");
  await at("2026-03-02T13:29:00Z");
  expect(sent).toEqual([]);
  await at("2026-03-02T13:30:00Z");
  await at("2026-03-02T13:31:00Z");
  await at("2026-03-03T08:00:00Z");
  expect(sent).toMatchObject([{ to: "chloe@briconett.test", subject: "À traiter : Rappel – Audrey Le Denmat" }]);
  expect(sent[0]?.text).toContain("Une action est à traiter le 02/03/2026 à 14 h 30 : Rappel, Audrey Le Denmat.");
  expect(sent[0]?.html).toContain("Parler &lt;du&gt; devis<br>Et du délai");
  expect(await notices()).toMatchObject([{ data: { type: "Rappel", about: "Audrey Le Denmat", time: "14:30" } }]);
});

test("without an hour, at eight in the morning in Paris, on days of 23 and 25 hours too", async () => {
  const { plan, at, sent } = await world();
  for (const day of ["2026-03-29", "2026-10-25"]) await plan(day, null);
  await at("2026-03-29T05:59:00Z");
  expect(sent.length).toBe(0);
  await at("2026-03-29T06:00:00Z"); // 8:00, summer time since this night
  expect(sent.length).toBe(1);
  await at("2026-10-25T06:59:00Z");
  expect(sent.length).toBe(1);
  await at("2026-10-25T07:00:00Z"); // 8:00, winter time since this night
  expect(sent.length).toBe(2);
});

test("nothing is said of what is done, deleted, put off, long past, planned for an hour gone, or of one who left", async () => {
  const { db, me, plan, at, sent } = await world();
  const [done, deleted, putOff] = [
    await plan("2026-03-02", "11:00"),
    await plan("2026-03-02", "11:00"),
    await plan("2026-03-02", "11:00"),
  ];
  await plan("2026-03-02", "09:00");
  await me.call(actionApi.finish, { ...one(done.id), body: {} });
  await me.call(actionApi.remove, one(deleted.id));
  await me.call(actionApi.update, { ...one(putOff.id), body: { version: 1, day: "2026-03-05" } });
  await at("2026-03-02T10:00:00Z");
  expect(sent).toEqual([]);
  await plan("2026-03-03", "09:00");
  await at("2026-03-04T12:00:00Z"); // the application stood still for more than a day
  expect(sent).toEqual([]);
  await db.user.update({ where: { id: me.id }, data: { active: false } });
  await at("2026-03-05T10:00:00Z");
  expect(sent).toEqual([]);
});

test("put off after a reminder, it reminds again; given to somebody, it reminds him, without what he may not see", async () => {
  const { me, as, plan, at, sent } = await world();
  const other = await as("salesperson", { email: "yann@briconett.test" });
  const { id } = await plan("2026-03-02", "11:00");
  await at("2026-03-02T10:00:00Z");
  await me.call(actionApi.update, { ...one(id), body: { version: 1, day: "2026-03-03", ownerId: other.id } });
  await at("2026-03-03T10:00:00Z");
  expect(sent.map(({ to }) => to)).toEqual(["chloe@briconett.test", "yann@briconett.test"]);
  expect(JSON.stringify(sent[1])).not.toContain("Le Denmat");
});

test("a carrier that refuses is asked again; a worker that dies while it sends never sends twice", async () => {
  const { ctx, ports, plan, at, sent } = await world();
  const { id } = await plan("2026-03-02", "11:00");
  ports.mailer.failNext(new Error("4.7.1 try again"));
  await expect(at("2026-03-02T10:00:00Z")).rejects.toThrow("4.7.1");
  await mailReminder(ctx, id);
  expect(sent.length).toBe(1);
  // As after a kill between sending and the end of the job: the job comes back.
  await mailReminder(ctx, id);
  expect(sent.length).toBe(1);
});

test("two workers at once remind of each action once", async () => {
  const { ctx, ports, plan, clock, notices, sent } = await world();
  for (let i = 0; i < 12; i++) await plan("2026-03-02", "11:00");
  clock.now = new Date("2026-03-02T10:00:00Z");
  await Promise.all([remindDue(ctx, never), remindDue(ctx, never)]);
  await ports.jobs.runAll();
  expect(sent.length).toBe(12);
  expect((await notices()).length).toBe(12);
});

test("a deleted action goes for good after thirty days", async () => {
  const { db, ctx, me, plan, clock } = await world();
  const { id } = await plan("2026-03-09", null);
  await me.call(actionApi.remove, one(id));
  clock.now = new Date("2026-04-01T08:00:00Z");
  await forgetDeletedActions(ctx);
  expect(await db.action.count({ where: { id } })).toBe(1);
  clock.now = new Date("2026-04-01T10:00:00Z");
  await forgetDeletedActions(ctx);
  expect(await db.action.count({ where: { id } })).toBe(0);
});

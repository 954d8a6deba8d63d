import { actionApi, exportApi, savedReportApi, sessionApi } from "@crm/contract";
import { expect, test } from "vitest";
import { remindDue } from "../features/action/reminder.service.ts";
import { resetMail } from "../features/session/session.jobs.ts";
import { aContact, anAction } from "./factories.ts";
import { testApp } from "./test-app.ts";

/** Each mail that the application owes is asked for while the carrier is away. */
async function owing() {
  const on = await testApp();
  const { ports, clock, db, home, ctx } = on;
  const me = await on.as("admin", { email: "chloe@briconett.test" });
  const contact = await aContact(db, { organisationId: home.id, ownerId: me.id });
  const { typeId } = await anAction(db, { organisationId: home.id, contactId: contact.id });
  ports.mailer.away = true;
  await on.anyone.call(sessionApi.forgotPassword, { body: { email: me.email } });
  const body = { typeId, contactId: contact.id, day: "2026-03-02", time: "10:30", text: "" };
  await me.call(actionApi.create, { body });
  await me.call(exportApi.create, { body: { record: "contact" } });
  const report = { report: "sales", name: "Ventes", shared: false, query: "period=lastMonth" } as const;
  const { id } = (await me.call(savedReportApi.create, { body: report })).body;
  await me.call(savedReportApi.send, { params: { id }, body: { format: "xlsx", recipientIds: [me.id] } });
  clock.now = new Date("2026-03-02T09:30:00Z");
  await remindDue(ctx, new AbortController().signal);
  const until = (moment: string) => ports.jobs.runUntil(new Date(moment), (now) => (clock.now = now));
  return { ...on, me, until };
}

test("the carrier is away for an hour: each mail arrives, once", async () => {
  const { ports, until } = await owing();
  await until("2026-03-02T10:30:00Z");
  expect(ports.mailer.sent).toEqual([]);
  expect(ports.jobs.waiting.filter(({ tries }) => tries > 0)).toHaveLength(4);
  ports.mailer.away = false;
  await until("2026-03-03T10:00:00Z");
  expect(ports.mailer.sent.map(({ subject }) => subject).sort()).toEqual([
    "Choisir un nouveau mot de passe",
    "Rapport : Ventes – 02/03/2026",
    "Votre export est prêt",
    "À traiter : Rappel – Audrey Le Denmat",
  ]);
  expect(ports.jobs.waiting).toEqual([]);
});

test("a carrier that is away for good is asked for a day, not for ever", async () => {
  const { ports, until } = await owing();
  await until("2026-03-03T09:00:00Z");
  expect(ports.jobs.waiting.filter(({ name }) => name === resetMail.name)).toHaveLength(1);
  await until("2026-03-03T15:00:00Z");
  expect(ports.jobs.waiting).toEqual([]);
  expect(ports.mailer.sent).toEqual([]);
});

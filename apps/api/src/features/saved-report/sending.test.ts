import { type ScheduleInput, savedReportApi, userApi } from "@crm/contract";
import { expect, test } from "vitest";
import { aContact, anOpportunity, aPipeline } from "../../test/factories.ts";
import { pdfText } from "../../test/pdf-text.ts";
import { bookIn } from "../../test/report-book.ts";
import { type TestUser, testApp } from "../../test/test-app.ts";
import { deliver } from "./delivery.service.ts";
import { sendDue } from "./sending.service.ts";

const never = new AbortController().signal;
const monday = "2026-03-09T06:00:00Z"; // 7:00 in Paris

/** Two salespeople and their manager, each with sales of February; it is Monday 2 March 2026, 10:00 in Paris. */
async function world() {
  const on = await testApp();
  const pipeline = await aPipeline(on.db);
  const [chloe, yann, manager] = [
    await on.as("salesperson", { email: "chloe@briconett.test", firstName: "Chloé", lastName: "Martin" }),
    await on.as("salesperson", { email: "yann@briconett.test", firstName: "Yann", lastName: "Le Goff" }),
    await on.as("manager", { email: "maud@briconett.test", firstName: "Maud", lastName: "Petit" }),
  ];
  const sale = async (owner: TestUser, amount: number, createdAt = "2026-02-10T10:00:00Z") => {
    const contact = await aContact(on.db, { organisationId: on.home.id, ownerId: owner.id });
    await anOpportunity(on.db, {
      ...{ contactId: contact.id, pipelineId: pipeline.id, organisationId: on.home.id, ownerId: owner.id, amount },
      createdAt: new Date(createdAt),
    });
  };
  await sale(chloe, 1234.5);
  await sale(yann, 1000);
  await sale(yann, 20_000);
  const save = async (over: { report?: "funnel" | "sales"; name?: string; query?: string } = {}) => {
    const body = {
      report: "sales",
      name: "Ventes <du> mois",
      shared: false,
      query: "period=lastMonth",
      ...over,
    } as const;
    return (await manager.call(savedReportApi.create, { body })).body;
  };
  const plan = async (report: { id: string; version: number }, over: object = {}) => {
    const times = { cadence: "weekly", day: 1, hour: 7, format: "pdf", paused: false } as const;
    const schedule: ScheduleInput = { ...times, recipientIds: [chloe.id, manager.id], ...over };
    return (
      await manager.call(savedReportApi.schedule, { params: report, body: { version: report.version, schedule } })
    ).body;
  };
  /** Time goes on, and the worker with it. */
  const at = async (moment: string) => {
    on.clock.now = new Date(moment);
    await sendDue(on.ctx, never);
    await on.ports.jobs.runAll();
  };
  const shown = async (of: TestUser, report: "funnel" | "sales" = "sales") =>
    (await of.call(savedReportApi.list, { query: { report } })).body[0];
  return { ...on, pipeline, chloe, yann, manager, sale, save, plan, at, shown, sent: on.ports.mailer.sent };
}
const fileOf = (mail: { attachments?: { content: Buffer }[] } | undefined) => mail?.attachments?.[0]?.content as Buffer;

test("at its moment, once, to each with the figures of what they see themselves", async () => {
  const { save, plan, at, shown, manager, sent } = await world();
  await plan(await save());
  await at("2026-03-09T05:59:00Z");
  expect(sent).toEqual([]);
  await at(monday);
  await at("2026-03-09T06:01:00Z");
  expect(sent.map(({ to, subject }) => [to, subject])).toEqual([
    ["chloe@briconett.test", "Rapport : Ventes <du> mois – 09/03/2026"],
    ["maud@briconett.test", "Rapport : Ventes <du> mois – 09/03/2026"],
  ]);
  const [hers, all] = sent;
  expect(hers?.text).toContain("Opportunités : 1 (1 234,50 €)".replace("1 234,50 €", "1\u00a0234,50\u00a0€"));
  expect(all?.text).toContain("Opportunités : 3 (22\u00a0234,50\u00a0€)");
  expect(hers?.text).toContain("Il vous est envoyé par Maud Petit.");
  expect(all?.text).not.toContain("Il vous est envoyé");
  expect(hers?.html).toContain("Ventes &lt;du&gt; mois");
  expect(hers?.text).toContain("http://crm.test/opportunites/reporting?createdFrom=2026-02-01&createdTo=2026-02-28\n");
  expect(hers?.attachments).toMatchObject([
    { filename: "ventes-du-mois-2026-03-09.pdf", contentType: "application/pdf" },
  ]);
  expect(fileOf(hers).subarray(0, 5).toString()).toBe("%PDF-");
  const [hersText, allText] = [pdfText(fileOf(hers)), pdfText(fileOf(all))];
  expect(hersText).toContain("Opportunités créées du 01/02/2026 au 28/02/2026");
  expect(hersText).toMatch(/Chloé Martin 1 1 234,50 €/);
  expect(hersText).toMatch(/Total 1 1 234,50 €/);
  expect(hersText).not.toContain("Yann");
  expect(allText).toMatch(/Yann Le Goff 2 21 000 €/);
  expect(allText).toMatch(/Total 3 22 234,50 €/);
  expect(allText).toContain("Page 1 sur 1");
  expect(await shown(manager)).toMatchObject({
    last: { at: "2026-03-09T06:00:00.000Z", sent: 2, waiting: 0, failed: 0 },
    schedule: { nextAt: "2026-03-16T06:00:00.000Z" },
  });
});

test("as a spreadsheet, with the same figures", async () => {
  const { save, plan, at, sent, yann } = await world();
  await plan(await save({ report: "funnel" }), { format: "xlsx", recipientIds: [yann.id] });
  await at(monday);
  const [sheet] = await bookIn(fileOf(sent[0]));
  expect(sheet?.lines[0]).toBe("Entonnoir des ventes");
  expect(sheet?.table[1]?.slice(0, 3)).toEqual(["Créées", 2, 21_000]);
});

test("two workers at once send each mail once; so does asking twice within a minute", async () => {
  const { ctx, ports, clock, save, plan, manager, chloe, yann, sent } = await world();
  const people = [chloe.id, yann.id, manager.id];
  const reports = [await save({ name: "Un" }), await save({ name: "Deux" })];
  for (const report of reports) await plan(report, { recipientIds: people });
  clock.now = new Date(monday);
  await Promise.all([sendDue(ctx, never), sendDue(ctx, never), sendDue(ctx, never)]);
  await ports.jobs.runAll();
  expect(sent.length).toBe(6);
  const again = await ctx.db.reportDelivery.findMany();
  await Promise.all(again.flatMap(({ id }) => [deliver(ctx, id), deliver(ctx, id)]));
  expect(sent.length).toBe(6);

  const now = () =>
    manager.call(savedReportApi.send, {
      params: reports[0] as { id: string },
      body: { format: "pdf", recipientIds: [yann.id] },
    });
  clock.now = new Date("2026-03-09T08:00:05Z");
  // Signed in again: the session of a week ago is over.
  await ctx.db.session.updateMany({ data: { expiresAt: new Date("2026-03-10T08:00:00Z") } });
  expect((await Promise.all([now(), now()])).map(({ status }) => status)).toEqual([202, 202]);
  clock.now = new Date("2026-03-09T08:00:55Z");
  await now();
  await ports.jobs.runAll();
  expect(sent.length).toBe(7);
});

test("late, it is sent once, about the days of its moment", async () => {
  const { save, plan, at, sent } = await world();
  await plan(await save({ query: "period=lastWeek" }));
  await at("2026-03-25T12:00:00Z"); // the application stood still for more than two weeks
  await at("2026-03-25T12:01:00Z");
  expect(sent.length).toBe(2);
  expect(sent[0]?.text).toContain("du 02/03/2026 au 08/03/2026");
});

test("paused, deleted, its maker gone or barred: it is not sent; back, it goes on", async () => {
  const { as, db, save, plan, at, sent, manager } = await world();
  const admin = await as("admin");
  const [report, other] = [await save({ name: "Un" }), await save({ name: "Deux" })];
  const paused = await plan(report, { paused: true });
  await plan(other);
  await admin.call(userApi.setActive, { params: manager, body: { active: false } });
  await at(monday);
  expect(sent).toEqual([]);
  await admin.call(userApi.setActive, { params: manager, body: { active: true } });
  await at("2026-03-09T09:00:00Z"); // not before its next moment
  expect(sent).toEqual([]);
  await at("2026-03-16T06:00:00Z");
  expect(sent.length).toBe(2);
  await db.user.update({ where: { id: manager.id }, data: { crmAccess: false } });
  await at("2026-03-23T06:00:00Z");
  expect(sent.length).toBe(2);
  await db.savedReport.delete({ where: { id: other.id } });
  expect(await db.reportSchedule.findMany()).toMatchObject([{ reportId: paused.id, paused: true }]);
});

test("whoever has left, may no longer read reports, or took himself off, is sent nothing", async () => {
  const { as, db, ports, save, plan, shown, chloe, yann, manager, sent } = await world();
  const lia = await as("salesperson");
  const recipientIds = [chloe.id, yann.id, lia.id, manager.id];
  const report = await plan(await save(), { recipientIds });
  await manager.call(savedReportApi.send, { params: report, body: { format: "pdf", recipientIds } });
  await db.user.update({ where: { id: chloe.id }, data: { active: false } });
  await db.user.update({ where: { id: lia.id }, data: { crmAccess: false } });
  expect((await yann.call(savedReportApi.leave, { params: report })).status).toBe(204);
  await ports.jobs.runAll();
  expect(sent.map(({ to }) => to)).toEqual(["maud@briconett.test"]);
  expect(await shown(manager)).toMatchObject({
    last: { sent: 1, waiting: 0, failed: 0 },
    schedule: { recipients: expect.not.arrayContaining([expect.objectContaining({ id: yann.id })]) },
  });
});

test("a carrier that refuses is asked again; a worker that dies while it sends never sends twice; what can't be computed has failed", async () => {
  const { db, ctx, ports, save, plan, at, shown, manager, sent } = await world();
  await plan(await save(), { recipientIds: [manager.id] });
  ports.mailer.failNext(new Error("4.7.1 try again"));
  await expect(at(monday)).rejects.toThrow("4.7.1");
  const [delivery] = await db.reportDelivery.findMany();
  const id = delivery?.id ?? "";
  await deliver(ctx, id);
  expect(sent.length).toBe(1);

  // As after a kill between the claim and the end: the job comes back, and nobody knows whether it went out.
  await db.reportDelivery.update({ where: { id }, data: { status: "sending" } });
  await deliver(ctx, id);
  expect(sent.length).toBe(1);
  expect((await shown(manager))?.last).toMatchObject({ sent: 0, failed: 1 });
  const told = () => db.notification.findMany({ where: { userId: manager.id, kind: "saved-report.failed" } });
  expect((await told()).map(({ data }) => data)).toEqual([
    { reportId: expect.any(String), report: "sales", name: "Ventes <du> mois" },
  ]);

  const gone = await save({ report: "funnel", query: "answers=[]" });
  await db.stage.updateMany({ data: { archivedAt: new Date() } });
  await db.opportunity.deleteMany();
  await db.stage.deleteMany();
  await manager.call(savedReportApi.send, { params: gone, body: { format: "pdf", recipientIds: [manager.id] } });
  await ports.jobs.runAll();
  expect(sent.length).toBe(1);
  expect((await shown(manager, "funnel"))?.last).toMatchObject({ sent: 0, failed: 1 });
  expect(await told()).toHaveLength(2);
});

import { type ScheduleInput, savedReportApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { anOrganisation } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

const input = {
  report: "funnel",
  shared: false,
  name: "Ventes du mois",
  query: "period=lastMonth&measure=amount",
} as const;
const list = { query: { report: "funnel" } } as const;

async function people() {
  const on = await testApp();
  const elsewhere = await anOrganisation(on.db, "Ailleurs");
  const [me, colleague, stranger] = [
    await on.as("salesperson", { firstName: "Chloé", lastName: "Martin" }),
    await on.as("salesperson", { firstName: "Yann", lastName: "Le Goff" }),
    await on.as("admin", { organisationId: elsewhere.id }),
  ];
  const names = async (of: typeof me) => (await of.call(savedReportApi.list, list)).body.map(({ name }) => name);
  const save = async (of: typeof me, over: { name?: string; shared?: boolean } = {}) =>
    (await of.call(savedReportApi.create, { body: { ...input, ...over } })).body;
  const schedule = (over: object = {}): ScheduleInput => ({
    ...({ cadence: "weekly", day: 1, hour: 7, format: "pdf", paused: false, recipientIds: [me.id] } as const),
    ...over,
  });
  return { ...on, me, colleague, stranger, names, save, schedule };
}
const issue = (body: unknown) => (body as { issues: { path: string; message: string }[] }).issues[0];

describe("saved reports", () => {
  it("are mine until I share them with my organisation; another screen has its own", async () => {
    const { me, colleague, stranger, names, save } = await people();
    const report = await save(me);
    expect(report).toMatchObject({ ...input, owner: { name: "Chloé Martin" }, version: 1, can: { update: true } });
    expect(report).toMatchObject({ schedule: null, receives: false, last: null });
    expect([await names(me), await names(colleague)]).toEqual([[input.name], []]);
    await me.call(savedReportApi.update, { params: report, body: { version: 1, shared: true } });
    expect([await names(colleague), await names(stranger)]).toEqual([[input.name], []]);
    expect((await colleague.call(savedReportApi.list, list)).body[0]?.can).toEqual({ update: false });
    expect((await me.call(savedReportApi.list, { query: { report: "sales" } })).body).toEqual([]);
  });

  it("come mine first, by name, each name once for each person", async () => {
    const { me, colleague, names, save } = await people();
    await save(colleague, { name: "A", shared: true });
    await save(me, { name: "C" });
    const other = await save(me, { name: "B" });
    expect(await names(me)).toEqual(["B", "C", "A"]);
    const again = await me.call(savedReportApi.create, { body: { ...input, name: "C" } });
    const renamed = await me.call(savedReportApi.update, { params: other, body: { version: 1, name: "C" } });
    for (const reply of [again, renamed]) expect(reply).toMatchObject({ status: 409, body: { code: "NAME_TAKEN" } });
    expect((await me.call(savedReportApi.create, { body: { ...input, report: "sales", name: "C" } })).status).toBe(201);
  });

  it("are changed, deleted, planned and sent by nobody else", async () => {
    const { me, colleague, stranger, names, save, schedule } = await people();
    const report = await save(me, { shared: true });
    for (const [who, status] of [
      [colleague, 403],
      [stranger, 404],
    ] as const) {
      const sending = { format: "pdf" as const, recipientIds: [who.id] };
      const replies = [
        await who.call(savedReportApi.update, { params: report, body: { version: 1, name: "À moi" } }),
        await who.call(savedReportApi.remove, { params: report }),
        await who.call(savedReportApi.schedule, { params: report, body: { version: 1, schedule: schedule() } }),
        await who.call(savedReportApi.send, { params: report, body: sending }),
      ];
      expect(replies.map((reply) => reply.status)).toEqual([status, status, status, status]);
    }
    expect(await names(me)).toEqual([input.name]);
    expect((await me.call(savedReportApi.remove, { params: report })).status).toBe(204);
    expect((await me.call(savedReportApi.remove, { params: report })).status).toBe(404);
  });

  it("tell the second of two changes made at once from the same version", async () => {
    const { me, save, schedule } = await people();
    const report = await save(me);
    const replies = await Promise.all([
      me.call(savedReportApi.update, { params: report, body: { version: 1, name: "Un" } }),
      me.call(savedReportApi.schedule, { params: report, body: { version: 1, schedule: schedule() } }),
    ]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it("stop at a hundred, and refuse what can't be kept", async () => {
    const { db, me } = await people();
    await db.savedReport.createMany({
      data: Array.from({ length: 100 }, (_, i) => ({ ...input, userId: me.id, name: `Rapport ${i}` })),
    });
    expect(await me.call(savedReportApi.create, { body: input })).toMatchObject({
      status: 409,
      body: { code: "TOO_MANY_REPORTS", details: { max: 100 } },
    });
    for (const broken of [{ name: " " }, { name: "a\0" }, { report: "mur" }, { query: "x".repeat(8001) }])
      expect((await me.call(savedReportApi.create, { body: { ...input, ...broken } as never })).status).toBe(422);
    const reversed = await me.call(savedReportApi.create, {
      body: { ...input, query: "createdFrom=2026-03-02&createdTo=2026-03-01" },
    });
    expect([reversed.status, issue(reversed.body)?.message]).toEqual([
      422,
      "La fin de la période est avant son début.",
    ]);
  });
});

describe("the schedule of a report", () => {
  it("tells when it goes out next; paused, or taken away, it does not", async () => {
    const { me, colleague, save, schedule } = await people();
    const report = await save(me);
    const plan = async (version: number, schedule: ScheduleInput | null) =>
      (await me.call(savedReportApi.schedule, { params: report, body: { version, schedule } })).body;
    const weekly = await plan(1, schedule({ recipientIds: [me.id, colleague.id, me.id] }));
    expect(weekly).toMatchObject({ version: 2, receives: true, schedule: { nextAt: "2026-03-09T06:00:00.000Z" } });
    expect(weekly.schedule?.recipients.map(({ name }) => name)).toEqual(["Chloé Martin", "Yann Le Goff"]);
    const monthly = await plan(2, schedule({ cadence: "monthly", day: 31, hour: 18, recipientIds: [colleague.id] }));
    expect(monthly).toMatchObject({ receives: false, schedule: { nextAt: "2026-03-31T16:00:00.000Z" } });
    expect((await plan(3, schedule({ paused: true }))).schedule).toMatchObject({ paused: true, nextAt: null });
    expect((await plan(4, null)).schedule).toBeNull();
  });

  it("refuses days and hours that are none, nobody, and those who can't read reports, in words", async () => {
    const { me, as, save, schedule } = await people();
    const report = await save(me);
    const refused = async (over: object) => {
      const body = { version: 1, schedule: schedule(over) };
      const reply = await me.call(savedReportApi.schedule, { params: report, body });
      return [reply.status, issue(reply.body)?.path, issue(reply.body)?.message];
    };
    expect(await refused({ day: 8 })).toEqual([422, "body/schedule/day", "Indiquez un nombre d’au plus 7."]);
    expect(await refused({ hour: 24 })).toEqual([422, "body/schedule/hour", "Indiquez un nombre d’au plus 23."]);
    expect((await refused({ cadence: "monthly", day: 29 }))[0]).toBe(422);
    expect(await refused({ recipientIds: [] })).toEqual([
      422,
      "body/schedule/recipientIds",
      "Choisissez au moins une réponse.",
    ]);
    const left = await as("manager", { active: false, firstName: "Luc", lastName: "Parti" });
    const closed = await as("manager", { crmAccess: false, firstName: "Lia", lastName: "Close" });
    const body = { version: 1, schedule: schedule({ recipientIds: [me.id, left.id, closed.id] }) };
    const reply = await me.call(savedReportApi.schedule, { params: report, body });
    expect(reply).toMatchObject({ status: 422, body: { code: "RECIPIENT_NOT_ACCEPTED" } });
    expect((reply.body as unknown as { details: { names: string[] } }).details.names.sort()).toEqual([
      "Lia Close",
      "Luc Parti",
    ]);
  });

  it("lets its recipients open the report, and leave", async () => {
    const { me, colleague, stranger, names, save, schedule } = await people();
    const report = await save(me);
    const body = { version: 1, schedule: schedule({ recipientIds: [colleague.id, stranger.id] }) };
    await me.call(savedReportApi.schedule, { params: report, body });
    expect([await names(colleague), await names(stranger)]).toEqual([[input.name], [input.name]]);
    expect((await colleague.call(savedReportApi.leave, { params: report })).status).toBe(204);
    expect((await colleague.call(savedReportApi.leave, { params: report })).status).toBe(404);
    expect([await names(colleague), await names(stranger)]).toEqual([[], [input.name]]);
  });
});

import { notificationApi, opportunityApi, type Request, statusOf } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { changeStatus } from "../../test/commands.ts";
import { opportunityApp } from "../../test/opportunity-app.ts";
import { opportunityReminders } from "./opportunity.jobs.ts";
import { sendReminders } from "./status.service.ts";

const never = new AbortController().signal;
type Change = Omit<Request<typeof opportunityApi.changeStatus>["body"], "from">;

async function underWay() {
  const app = await opportunityApp();
  const me = await app.as("salesperson");
  const { id } = await app.opportunity({ ownerId: me.id });
  const change = (body: Omit<Change, "on"> & { on?: string }) => changeStatus(me, id, { on: "2026-03-01", ...body });
  const told = async () =>
    (await me.call(notificationApi.list, {})).body.rows.filter(({ kind }) => kind === "opportunity.reminder");
  return { ...app, me, id, change, told };
}

describe("two people in the window of the status", () => {
  it("the second one is shown what the first one said, and erases nothing unseen", async () => {
    const { me, id, opportunities } = await twice();
    const [from, first, second] = opportunities;
    expect((await me.call(opportunityApi.changeStatus, first)).status).toBe(200);
    const late = await me.call(opportunityApi.changeStatus, second);
    expect(late).toMatchObject({ status: 409, body: { code: "EDIT_CONFLICT" } });
    expect((late.body as unknown as { details: object }).details).toMatchObject({
      current: { id, status: "lost", statusReason: "Trop cher" },
    });
    // The same change by both is no conflict, nor is one over what was seen.
    expect((await me.call(opportunityApi.changeStatus, first)).status).toBe(200);
    const seen = statusOf((await me.call(opportunityApi.show, { params: { id } })).body);
    expect(seen).not.toEqual(from);
    const over = { params: { id }, body: { ...second.body, from: seen } };
    expect((await me.call(opportunityApi.changeStatus, over)).body).toMatchObject({ status: "postponed" });
  });

  it("« ajourné » saved again without a word keeps its reason and its reminder", async () => {
    const { me, id, change } = await underWay();
    await change({ status: "postponed", reason: "Budget", remindOn: "2026-09-01" });
    expect((await change({ status: "postponed", on: "2026-02-27" })).body).toMatchObject({
      ...{ statusOn: "2026-02-27", statusReason: "Budget", remindOn: "2026-09-01" },
    });
    expect((await change({ status: "postponed", reason: "", remindOn: null })).body).toMatchObject({
      ...{ statusReason: "", remindOn: null },
    });
    expect((await me.call(opportunityApi.show, { params: { id } })).body.status).toBe("postponed");
  });

  async function twice() {
    const { me, id } = await underWay();
    const from = statusOf((await me.call(opportunityApi.show, { params: { id } })).body);
    const asked = (body: Change) => ({ params: { id }, body: { from, ...body } });
    const first = asked({ status: "lost", on: "2026-03-01", reason: "Trop cher" });
    const second = asked({ status: "postponed", on: "2026-03-01", remindOn: "2026-09-01" });
    return { me, id, opportunities: [from, first, second] as const };
  }
});

describe("the reason and the reminder of a status", () => {
  it("stay with the statuses they mean something for", async () => {
    const { me, id, change } = await underWay();
    const asked = { reason: "  Budget à l’exercice suivant ", remindOn: "2026-09-01" };
    expect((await change({ status: "postponed", ...asked })).body).toMatchObject({
      ...{ status: "postponed", statusReason: "Budget à l’exercice suivant", remindOn: "2026-09-01" },
    });
    expect((await change({ status: "lost", ...asked, reason: "Trop cher 🙁 <b>" })).body).toMatchObject({
      ...{ status: "lost", statusReason: "Trop cher 🙁 <b>", remindOn: null },
    });
    for (const status of ["won", "other", "open"] as const)
      expect((await change({ status, ...asked })).body).toMatchObject({ status, statusReason: "", remindOn: null });
    const { rows } = (await me.call(opportunityApi.timeline, { params: { id }, query: {} })).body;
    expect(rows.map(({ data }) => data).slice(-2)).toEqual([
      { from: "postponed", to: "lost", on: "2026-03-01", reason: "Trop cher 🙁 <b>" },
      {
        from: "open",
        to: "postponed",
        on: "2026-03-01",
        reason: "Budget à l’exercice suivant",
        remindOn: "2026-09-01",
      },
    ]);
  });

  it("refuses a reminder that is past and a reason without end; the same again is no event", async () => {
    const { change, db, clock } = await underWay();
    expect(await change({ status: "postponed", remindOn: "2026-03-01" })).toMatchObject({
      ...{ status: 422, body: { code: "REMINDER_IN_PAST", details: { today: "2026-03-02" } } },
    });
    expect((await change({ status: "postponed", remindOn: "2026-02-30" })).status).toBe(422);
    expect((await change({ status: "lost", reason: "a".repeat(501) })).status).toBe(422);
    expect((await change({ status: "lost", reason: "a\0b" })).status).toBe(422);
    const same = { status: "postponed", remindOn: "2028-02-29", reason: "Plus tard" } as const;
    expect((await change(same)).status).toBe(200);
    await change(same);
    expect(await db.auditEvent.count()).toBe(1);
    // Its day has passed: what is said of it can still be corrected.
    clock.now = new Date("2028-03-05T09:00:00Z");
    expect((await change({ ...same, on: "2026-03-02", reason: "Autre" })).body).toMatchObject({
      ...{ remindOn: "2028-02-29", statusReason: "Autre" },
    });
  });
});

describe("the day to think of it again", () => {
  it("begins at midnight in Paris; its owner is told once, however often and by however many it is looked for", async () => {
    const { change, told, ctx, clock, id } = await underWay();
    await change({ status: "postponed", reason: "Décision reportée", remindOn: "2026-03-30" }); // the day after clocks go forward
    clock.now = new Date("2026-03-29T21:59:59Z");
    expect(await sendReminders(ctx, never)).toBe(0);
    clock.now = new Date("2026-03-29T22:00:00Z");
    const both = await Promise.all([sendReminders(ctx, never), sendReminders(ctx, never)]);
    expect(both[0] + both[1]).toBe(1);
    expect(await sendReminders(ctx, never)).toBe(0);
    clock.now = new Date("2026-03-02T09:00:00Z"); // the session of the test goes on
    expect(await told()).toMatchObject([{ data: { opportunityId: id, reason: "Décision reportée" } }]);
    // Put off once more: told once more.
    await change({ status: "postponed", remindOn: "2026-03-31" });
    clock.now = new Date("2026-04-01T09:00:00Z");
    expect(await sendReminders(ctx, never)).toBe(1);
  });

  it("is nobody's while it is not postponed any more, deleted, or followed by no active user", async () => {
    const { change, ctx, clock, db, id, me } = await underWay();
    await change({ status: "postponed", remindOn: "2026-03-03" });
    clock.now = new Date("2026-03-04T09:00:00Z");
    for (const data of [{ ownerId: null }, { deletedAt: clock.now }, { status: "won" }] as const) {
      await db.opportunity.update({ where: { id }, data });
      expect(await sendReminders(ctx, never)).toBe(0);
      await db.opportunity.update({ where: { id }, data: { ownerId: me.id, deletedAt: null, status: "postponed" } });
    }
    await db.user.update({ where: { id: me.id }, data: { active: false } });
    expect(await sendReminders(ctx, never)).toBe(0);
    await db.user.update({ where: { id: me.id }, data: { active: true } });
    expect(await sendReminders(ctx, never)).toBe(1);
  });

  it("is looked for by a job that asks for its next run, also when a run dies", async () => {
    const { change, ctx, clock, told, ports } = await underWay();
    await change({ status: "postponed", remindOn: "2026-03-02" });
    const stopped = AbortSignal.abort();
    await expect(opportunityReminders.run(ctx, {}, stopped)).rejects.toThrow();
    expect(ports.jobs.waiting.filter(({ name }) => name === opportunityReminders.name)).toHaveLength(1);
    expect(await told()).toEqual([]);
    await opportunityReminders.run(ctx, {}, never);
    expect(await told()).toHaveLength(1);
    expect(clock.now.toISOString()).toBe("2026-03-02T09:00:00.000Z");
  });
});

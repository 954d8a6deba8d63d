import { bulkApi, userApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { bulkWorld } from "../../test/bulk.ts";
import { testApp } from "../../test/test-app.ts";
import { giveUpBulk, workThrough } from "./bulk-run.service.ts";

const calm = new AbortController().signal;

describe("a bulk change in the background", () => {
  /** 2,500 contacts, three chunks; the test is the worker. */
  async function ready() {
    const made = await bulkWorld();
    const ids = await made.crowd(2500);
    const { body } = await made.create(made.me, { kind: "assign", params: { ownerId: made.colleague.id }, filter: {} });
    made.ports.jobs.waiting.splice(0);
    const work = (phase: "running" | "undoing", ctx = made.ctx) => workThrough(ctx, body.id, phase, calm);
    /** A ctx whose publishing, the last act of a chunk, fails at its nth time: the chunk is undone. */
    const dyingAt = (times: number) => {
      let asked = 0;
      const publish: typeof made.ctx.events.publish = async (db, message) => {
        // Hints to open screens come when they come: only what is said to the person counts.
        if ("to" in message && ++asked === times) throw new Error("killed");
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

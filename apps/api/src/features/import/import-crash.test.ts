import { importApi } from "@crm/contract";
import { describe, expect, test } from "vitest";
import type { Ctx } from "../../platform/context.ts";
import { countsOf, importWorld } from "../../test/importing.ts";
import { giveUpImport, workThrough } from "./import-run.service.ts";

/** 3,600 rows, four chunks: some refused, some repeated in a later chunk. */
const csv = `EMAIL;NOM\n${Array.from({ length: 3600 }, (_, i) => (i % 100 === 7 ? `bad ${i};X` : `p${i % 3000}@client.test;Nom ${i}`)).join("\n")}`;
const calm = new AbortController().signal;

async function ready() {
  const world = await importWorld();
  const user = await world.as("salesperson");
  const { id } = await world.check(user, csv);
  await user.call(importApi.run, { params: { id } });
  world.ports.jobs.waiting.splice(0); // the test is the worker
  const run = (ctx: Ctx = world.ctx, signal = calm) => workThrough(ctx, id, "running", signal);
  /** A ctx whose publishing, the last act of a chunk, fails once it was asked `times` times: the chunk is undone. */
  const dyingAt = (times: number): Ctx => {
    let asked = 0;
    const publish: Ctx["events"]["publish"] = async (db, message) => {
      // Hints to open screens come when they come: only what is said to the person counts.
      if ("to" in message && ++asked === times) throw new Error("killed");
      await world.ctx.events.publish(db, message);
    };
    return { ...world.ctx, events: { ...world.ctx.events, publish } };
  };
  return { ...world, user, id, run, dyingAt };
}

async function outcome({ db, show, user, id }: Awaited<ReturnType<typeof ready>>) {
  const rows = await db.contact.findMany({
    orderBy: { code: "asc" },
    select: { code: true, email: true, lastName: true, version: true },
  });
  const refused = await db.refusedRow.findMany({ orderBy: { row: "asc" }, select: { row: true, reasons: true } });
  return {
    counts: countsOf(await show(user, id)),
    rows: rows.map(({ code: _, ...row }) => row),
    refused,
    events: await db.auditEvent.count(),
  };
}

describe("an import that is interrupted", () => {
  test.each([1, 2, 3, 4])(
    "in chunk %i and taken up again ends as if nothing had happened",
    async (chunk) => {
      const calmly = await ready();
      await calmly.run();
      const expected = await outcome(calmly);
      expect(expected.counts).toMatchObject({ status: "done", done: 3600, updated: 0 });
      expect(expected.counts.created + expected.counts.refused).toBe(3600);

      const disturbed = await ready();
      await expect(disturbed.run(disturbed.dyingAt(chunk))).rejects.toThrow("killed");
      expect(await disturbed.show(disturbed.user, disturbed.id)).toMatchObject({
        status: "running",
        done: 1000 * (chunk - 1),
      });
      await expect(disturbed.run(disturbed.dyingAt(1))).rejects.toThrow("killed");
      await disturbed.run();
      expect(await outcome(disturbed)).toEqual(expected);
      await disturbed.run(); // a job that comes twice
      expect(await outcome(disturbed)).toEqual(expected);
    },
    60_000,
  );

  test("by a drain stops at a chunk, to be taken up again", async () => {
    const world = await ready();
    const stop = new AbortController();
    const ctx = {
      ...world.ctx,
      events: { ...world.ctx.events, publish: async () => stop.abort(new Error("draining")) },
    };
    await expect(world.run(ctx, stop.signal)).rejects.toThrow("draining");
    expect(await world.show(world.user, world.id)).toMatchObject({ status: "running", done: 1000 });
    await world.run();
    expect(await world.show(world.user, world.id)).toMatchObject({ status: "done", done: 3600 });
  });

  test("by two workers at once is done once", async () => {
    const calmly = await ready();
    await calmly.run();
    const raced = await ready();
    await Promise.all([raced.run(), raced.run(), raced.run()]);
    expect(await outcome(raced)).toEqual(await outcome(calmly));
    expect(await raced.db.notification.count({ where: { kind: "import.done" } })).toBe(1);
  }, 60_000);

  test("by its owner keeps what was done and says how far it came", async () => {
    const world = await ready();
    const ctx = {
      ...world.ctx,
      events: { ...world.ctx.events, publish: async (_db: unknown, _message: object) => {} },
    };
    let asked = 0;
    ctx.events.publish = async (_db, message) => {
      if (!("to" in message)) return;
      if (++asked === 2) setImmediate(() => void world.user.call(importApi.cancel, { params: { id: world.id } }));
      if (asked === 3) throw new Error("late"); // not reached when the cancel came between two chunks
    };
    await world.run(ctx).catch(() => {});
    await expect.poll(async () => (await world.show(world.user, world.id)).status).toBe("cancelled");
    const { done, created, refused } = await world.show(world.user, world.id);
    expect([done, created + refused]).toEqual([2000, 2000]);
    await world.run();
    expect(await world.show(world.user, world.id)).toMatchObject({ status: "cancelled", done: 2000 });
  });

  test("too often is given up: failed, what was imported stays and is counted", async () => {
    const world = await ready();
    await expect(world.run(world.dyingAt(2))).rejects.toThrow("killed");
    await giveUpImport(world.ctx, world.id);
    expect(await world.show(world.user, world.id)).toMatchObject({
      status: "failed",
      failure: "JOB_FAILED",
      done: 1000,
    });
    expect(await world.db.contact.count()).toBe(990);
  });
});

test("two imports of the same new people at once make each person once", async () => {
  const { as, check, ctx, db, show } = await importWorld();
  const user = await as("salesperson");
  const ids = [(await check(user, csv)).id, (await check(user, csv)).id];
  for (const id of ids) await user.call(importApi.run, { params: { id } });
  await Promise.all(ids.map((id) => workThrough(ctx, id, "running", calm)));
  const views = await Promise.all(ids.map((id) => show(user, id)));
  expect(views.map(({ status }) => status)).toEqual(["done", "done"]);
  expect((views[0]?.created ?? 0) + (views[1]?.created ?? 0)).toBe(await db.contact.count());
  expect(await db.$queryRaw`SELECT email FROM contacts GROUP BY email HAVING count(*) > 1`).toEqual([]);
}, 60_000);

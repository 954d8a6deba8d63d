import { exportApi, notificationApi } from "@crm/contract";
import type { PrismaClient } from "@crm/db";
import { describe, expect, test } from "vitest";
import type { Ctx } from "../../platform/context.ts";
import { exportWorld } from "../../test/exporting.ts";
import { aContact } from "../../test/factories.ts";
import type { TestUser } from "../../test/test-app.ts";
import { anonymiseDue } from "../anonymisation/erasure.service.ts";
import { giveUpExport, runExport } from "./export-run.service.ts";
import { sweepExports } from "./export-sweep.service.ts";

const calm = () => new AbortController().signal;
const contacts = { record: "contact" } as const;
const idOf = (db: PrismaClient, email: string) =>
  db.contact.findFirstOrThrow({ where: { email }, select: { id: true } });

/** Somebody with more contacts than a batch holds, and an export that waits for its worker. */
async function ready(count = 2500) {
  const world = await exportWorld();
  const user = await world.as("manager");
  await world.db.$executeRaw`
    INSERT INTO contacts (id, email, last_name, organisation_id, owner_id, created_at, updated_at)
    SELECT gen_random_uuid(), 'p' || i || '@client.test', 'Nom ' || i, ${world.home.id}::uuid, ${user.id}::uuid,
           ${world.clock.now}::timestamptz - i * interval '1 minute', now() FROM generate_series(1, ${count}) i`;
  const { id } = await world.ask(user, contacts);
  const [job] = world.ports.jobs.waiting.splice(0); // the test is the worker
  expect(job).toMatchObject({ name: "export.run", payload: { exportId: id } });
  const run = (ctx: Ctx = world.ctx, signal = calm()) => runExport(ctx, id, signal);
  /** A ctx that does something each time progress is told. */
  const telling = (act: (times: number) => unknown): Ctx => {
    let times = 0;
    const publish: Ctx["events"]["publish"] = async (db, message) => {
      if ((message as { event?: { kind: string } }).event?.kind === "export") await act(++times);
      await world.ctx.events.publish(db, message);
    };
    return { ...world.ctx, events: { ...world.ctx.events, publish } };
  };
  const content = async () => world.rowsOf((await world.download(user, id)).raw.rawPayload);
  return { ...world, user, id, run, telling, content };
}

describe("an export under way", () => {
  test("tells how far it is, and shows one moment: what changes meanwhile is not in it", async () => {
    const { db, run, telling, user, id, show, content, home } = await ready();
    const steps: number[][] = [];
    await run(
      telling(async (times) => {
        const { done, total } = await show(user, id);
        steps.push([done, total]);
        if (times !== 2) return;
        await aContact(db, { organisationId: home.id, email: "late@client.test", createdAt: new Date("2020-01-01") });
        await db.contact.updateMany({ where: { email: "p2400@client.test" }, data: { lastName: "Autre" } });
        await db.contact.deleteMany({ where: { email: "p2401@client.test" } });
      }),
    );
    expect(steps.slice(0, 3)).toEqual([
      [0, 2500],
      [1000, 2500],
      [2000, 2500],
    ]);
    const rows = await content();
    expect(rows.length).toBe(2500);
    expect(rows.find((row) => row["EMAIL"] === "p2400@client.test")?.["NOM"]).toBe("Nom 2400");
    expect(rows.map((row) => row["EMAIL"])).toContain("p2401@client.test");
    expect(rows.map((row) => row["EMAIL"])).not.toContain("late@client.test");
  });

  test("stops within a batch once it is cancelled or deleted; nothing of it stays", async () => {
    for (const endpoint of [exportApi.cancel, exportApi.remove]) {
      const { run, telling, user, id, show, ports, db } = await ready();
      let told = 0;
      await run(
        telling(async (times) => {
          told = times;
          if (times === 2) await user.call(endpoint, { params: { id } });
        }),
      );
      expect(told).toBeLessThanOrEqual(3); // a hint that it was cancelled is one too
      expect([ports.files.files.size, await db.file.count()]).toEqual([0, 0]);
      if (endpoint === exportApi.cancel)
        expect(await show(user, id)).toMatchObject({ status: "cancelled", file: null, can: { cancel: false } });
    }
  });

  test("that was killed starts over: the bytes of the first run go, the second's are whole, told once", async () => {
    const { run, telling, user, id, show, ports, db, content } = await ready();
    // Killed as by kill -9: nothing of the run is tidied up.
    const { details } = await db.export.update({
      where: { id },
      data: { status: "running", done: 1000, total: 2500, details: { key: "first" } },
    });
    expect(details).toEqual({ key: "first" });
    await ports.files.put("first", Buffer.from("half a workbook"));
    await run(telling(() => {}));
    expect([...ports.files.files.keys()]).toEqual([(await db.file.findFirstOrThrow()).key]);
    expect(await show(user, id)).toMatchObject({ status: "done", done: 2500, total: 2500 });
    expect((await content()).length).toBe(2500);
    await run();
    expect(await db.notification.count()).toBe(1);
    expect(ports.jobs.waiting.filter(({ name }) => name === "export.mail").length).toBe(1);
  });

  test("that another worker overtook stops, and leaves the other's file alone", async () => {
    const { run, telling, user, id, show, ports, content } = await ready();
    let other: Promise<void> | undefined;
    await run(
      telling((times) => {
        if (times === 2) other = run();
      }),
    );
    await other;
    expect(await show(user, id)).toMatchObject({ status: "done", done: 2500 });
    expect(ports.files.files.size).toBe(1);
    expect((await content()).length).toBe(2500);
  });

  test("is handed back when the process drains, and goes through at the next try", async () => {
    const { run, telling, user, id, show, ports } = await ready();
    const draining = new AbortController();
    const drained = run(
      telling((times) => times === 2 && draining.abort()),
      draining.signal,
    );
    await expect(drained).rejects.toThrow();
    expect(ports.files.files.size).toBe(0);
    expect((await show(user, id)).status).toBe("running");
    await run();
    expect((await show(user, id)).status).toBe("done");
  });

  test("that breaks is tried again, and says so once it is given up", async () => {
    const { run, ctx, user, id, show, ports } = await ready(3);
    const full = { ...ctx.files, put: () => Promise.reject(new Error("no space left on device")) };
    await expect(run({ ...ctx, files: full })).rejects.toThrow("no space left");
    expect((await show(user, id)).status).toBe("running");
    await giveUpExport(ctx, id);
    expect(await show(user, id)).toMatchObject({ status: "failed", failure: "JOB_FAILED" });
    expect((await user.call(notificationApi.list, {})).body.rows[0]).toMatchObject({
      kind: "export.failed",
      data: { code: "JOB_FAILED" },
    });
    expect(ports.files.files.size).toBe(0);
  });

  test("has its user's rights as they are then", async () => {
    const { run, db, user, content, home } = await ready(3);
    await aContact(db, { organisationId: home.id, email: "nobodys@client.test" });
    await db.user.update({ where: { id: user.id }, data: { profile: "salesperson" } });
    await run();
    expect((await content()).map((row) => row["EMAIL"]).sort()).toEqual([
      "p1@client.test",
      "p2@client.test",
      "p3@client.test",
    ]);
  });

  test.each([{ crmAccess: false }, { active: false }])("fails when its user is %j by then", async (change) => {
    const { run, db, user, id, ports } = await ready(3);
    await db.user.update({ where: { id: user.id }, data: change });
    await run();
    expect(await db.export.findUnique({ where: { id } })).toMatchObject({ status: "failed", failure: "NOT_ALLOWED" });
    expect(ports.files.files.size).toBe(0);
  });
});

describe("anonymising a person", () => {
  const due = { anonymiseAt: new Date("2026-03-01") };

  test("removes the saved exports that hold him, and leaves the others", async () => {
    const { ctx, db, user, id, run, made, show } = await ready(3);
    await run();
    const others = await made(user, { record: "contact", filter: { search: "p2" } });
    await db.contact.update({ where: await idOf(db, "p1@client.test"), data: due });
    expect(await anonymiseDue(ctx, calm())).toBe(1);
    expect(await show(user, id)).toMatchObject({ status: "done", file: null });
    expect((await show(user, others.id)).file).not.toBeNull();
    const { erased } = await db.anonymisationCertificate.findFirstOrThrow();
    expect(erased).toMatchObject({ files: 1 });
  });

  test("while an export that holds him is written makes it start over", async () => {
    const { ctx, db, run, telling, clock, content, user, id, show, ports } = await ready();
    await run(
      telling(async (times) => {
        if (times !== 2) return;
        clock.now = new Date(clock.now.getTime() + 1000);
        await db.contact.update({ where: await idOf(db, "p2400@client.test"), data: due });
        await anonymiseDue(ctx, calm());
        clock.now = new Date(clock.now.getTime() + 1000);
      }),
    );
    expect(await show(user, id)).toMatchObject({ status: "done", done: 2500 });
    expect((await content()).map((row) => row["EMAIL"])).not.toContain("p2400@client.test");
    expect(ports.files.files.size).toBe(1);
  });
});

describe("the file of an export", () => {
  const code = async (reply: Promise<{ status: number; body: unknown }>) => {
    const { status, body } = await reply;
    return [status, (body as { code?: string }).code];
  };

  test("expires after the days of the settings; then it is gone, what was asked for stays", async () => {
    const { run, ctx, db, user, id, clock, download, show, ports } = await ready(3);
    await db.setting.create({ data: { key: "exportDays", value: 3 } });
    await run();
    expect((await show(user, id)).expiresAt).toBe("2026-03-05T09:00:00.000Z");
    clock.now = new Date("2026-03-05T08:59:00Z");
    await sweepExports(ctx, calm());
    expect((await download(user, id)).status).toBe(200);
    clock.now = new Date("2026-03-05T09:00:00Z");
    expect(await code(download(user, id))).toEqual([410, "EXPORT_EXPIRED"]);
    expect(await show(user, id)).toMatchObject({ file: null, can: { download: false } });
    expect(await sweepExports(ctx, calm())).toBe(1);
    expect([ports.files.files.size, await db.file.count()]).toEqual([0, 0]);
    expect(await show(user, id)).toMatchObject({ status: "done", total: 3, file: null });
  });

  const losses: [string, (user: TestUser) => object][] = [
    ["the CRM functions", () => ({ crmAccess: false })],
    ["sight of others' contacts", () => ({ profile: "salesperson" })],
  ];
  test.each(losses)("is refused, then removed, once its user has lost %s", async (_, change) => {
    const { run, ctx, db, user, id, download, ports } = await ready(3);
    await run();
    expect((await download(user, id)).status).toBe(200);
    await db.user.update({ where: { id: user.id }, data: change(user) });
    await ctx.events.publish(db, { forget: user.id });
    expect(await code(download(user, id))).toEqual([403, "NOT_ALLOWED"]);
    expect(await sweepExports(ctx, calm())).toBe(1);
    expect(ports.files.files.size).toBe(0);
  });

  test("is removed once its user has left, or changed organisation", async () => {
    const { run, ctx, db, user, id, ports, home } = await ready(3);
    await run();
    expect(await sweepExports(ctx, calm())).toBe(0);
    const { id: elsewhere } = await db.organisation.create({ data: { name: "Roger", createdAt: new Date() } });
    await db.user.update({ where: { id: user.id }, data: { organisationId: elsewhere } });
    expect(await sweepExports(ctx, calm())).toBe(1);
    await db.user.update({ where: { id: user.id }, data: { organisationId: home.id } });
    await runExport(ctx, id, calm()); // done: not again
    expect(ports.files.files.size).toBe(0);
  });

  test("can't be had by way of files, by nobody", async () => {
    const { run, as, db, user, app } = await ready(3);
    await run();
    const { id } = await db.file.findFirstOrThrow();
    for (const by of [user, await as("admin")]) {
      const { statusCode } = await app.inject({
        url: `/api/files/${id}`,
        headers: { authorization: by.authorization },
      });
      expect(statusCode).toBe(404);
    }
  });
});

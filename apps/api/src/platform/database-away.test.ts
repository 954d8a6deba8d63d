import { contactApi, healthApi } from "@crm/contract";
import { openDatabase } from "@crm/db";
import { expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "../test/database.ts";
import { freePort } from "../test/process.ts";
import { testApp } from "../test/test-app.ts";
import { isDatabaseAway } from "./database-away.ts";
import { Refusal } from "./error.ts";

const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test("a connection that is killed, inside a transaction or not, and a server that is not there are recognised; mistakes are not", async () => {
  const { url, drop } = await freshDatabase();
  const db = openDatabase(url);
  const nobody = new URL(url);
  nobody.port = String(await freePort());
  const absent = openDatabase(nobody.href);
  onTestFinished(async () => {
    await db.$disconnect();
    await absent.$disconnect();
    await drop();
  });
  const suicide = "SELECT pg_terminate_backend(pg_backend_pid())";
  const away = [
    await failure(db.$queryRawUnsafe(suicide)),
    await failure(db.$transaction((db) => db.$queryRawUnsafe(suicide))),
    await failure(
      db.$transaction(async (db) => {
        await db.$queryRawUnsafe(suicide).catch(() => {});
        await db.user.count();
      }),
    ),
    await failure(absent.user.count()),
    await failure(absent.$queryRaw`SELECT 1`),
    await failure(absent.$transaction((db) => db.user.count())),
  ];
  expect(away.map(isDatabaseAway)).toEqual(away.map(() => true));
  const mistakes = [
    await failure(db.$queryRaw`SELECT 1 / 0`),
    await failure(db.user.update({ where: { id: crypto.randomUUID() }, data: { firstName: "X" } })),
    new Error("no"),
    new Refusal("NOT_FOUND"),
    null,
  ];
  expect(mistakes.map(isDatabaseAway)).toEqual(mistakes.map(() => false));
});

test("while the database is away: 503, a code and when to come again, for those that wait too; then all is well", async () => {
  const listeners: (() => void)[] = [];
  let gone = false;
  const watch = { away: () => gone, whenAway: (act: () => void) => void listeners.push(act), close: async () => {} };
  const { as, anyone, db } = await testApp({ watch });
  const user = await as("admin");
  const list = () => user.call(contactApi.list, { query: {} });

  // Somebody waits for a table that another transaction holds.
  let release = () => {};
  const held = db.$transaction(async (db) => {
    await db.$executeRaw`LOCK TABLE contacts IN ACCESS EXCLUSIVE MODE`;
    await new Promise<void>((done) => (release = done));
  });
  const waits = list();
  await expect
    .poll(async () => {
      const [{ waiting } = { waiting: 0 }] = await db.$queryRaw<{ waiting: number }[]>`
        SELECT count(*)::int AS waiting FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
        WHERE c.relname = 'contacts' AND NOT l.granted`;
      return waiting;
    })
    .toBeGreaterThan(0);
  gone = true;
  for (const act of listeners) act();
  const refused = await waits;
  expect([refused.status, refused.body, refused.raw.headers["retry-after"]]).toEqual([
    503,
    { code: "DATABASE_AWAY", details: {}, issues: [] },
    "5",
  ]);
  release();
  await held;
  expect((await list()).body).toMatchObject({ code: "DATABASE_AWAY" });
  expect((await anyone.call(healthApi.health, {})).body).toMatchObject({ code: "DATABASE_AWAY" });
  gone = false;
  expect((await list()).status).toBe(200);
  expect((await anyone.call(healthApi.health, {})).status).toBe(200);
});

import { afterAll, beforeAll, expect, test } from "vitest";
import type { EmbeddedDatabase } from "./embedded.ts";
import { openDatabase } from "./index.ts";
import { deployMigrations } from "./migrate.ts";
import { startTestPostgres } from "./test-postgres.ts";

let server: EmbeddedDatabase;
beforeAll(async () => {
  server = await startTestPostgres(undefined, { timezone: "Europe/Paris" });
  await deployMigrations(server.url);
});
afterAll(() => server?.stop());

test("instants come back as they went, whatever the time zone of the server", async () => {
  const db = openDatabase(server.url);
  const createdAt = new Date("2026-07-14T10:30:00.000Z");
  const { id } = await db.organisation.create({ data: { name: "Briconett", createdAt } });
  expect((await db.organisation.findUniqueOrThrow({ where: { id } })).createdAt).toEqual(createdAt);
  const [row] = await db.$queryRaw<{ s: number }[]>`SELECT extract(epoch FROM created_at)::int AS s FROM organisations`;
  expect(row?.s).toBe(createdAt.getTime() / 1000);
  const { createdAt: now } = await db.organisation.create({ data: { name: "Roger" } });
  expect(Math.abs(now.getTime() - Date.now())).toBeLessThan(60_000);
  await db.$disconnect();
});

test("queries asked for at once in a transaction go one after the other, unwarned; one that fails lets the next go", async () => {
  const warnings: Error[] = [];
  const keep = (warning: Error) => warnings.push(warning);
  process.on("warning", keep);
  const db = openDatabase(server.url, 1);
  const rows = await db.$transaction((tx) =>
    Promise.all([1, 2, 3].map((n) => tx.$queryRaw<{ n: number }[]>`SELECT ${n}::int AS n, pg_sleep(0.01)::text`)),
  );
  expect(rows.flat().map(({ n }) => n)).toEqual([1, 2, 3]);
  const [failed, fine] = await Promise.allSettled([db.$queryRaw`SELECT 1 / 0`, db.$queryRaw`SELECT 1 AS one`]);
  expect([failed.status, fine.status]).toEqual(["rejected", "fulfilled"]);
  await db.$disconnect();
  await new Promise(setImmediate);
  process.off("warning", keep);
  expect(warnings.map(({ message }) => message)).toEqual([]);
});

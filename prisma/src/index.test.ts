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

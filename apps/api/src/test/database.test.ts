import { openDatabase } from "@crm/db";
import { expect, test } from "vitest";
import { freshDatabase } from "./database.ts";

test("each fresh database is migrated, empty and alone, and goes when dropped", async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  const db = openDatabase(one.url);
  await db.organisation.create({ data: { name: "Briconett" } });
  expect(await db.organisation.count()).toBe(1);
  await db.$disconnect();
  const second = openDatabase(other.url);
  expect(await second.organisation.count()).toBe(0);
  await second.$disconnect();
  await Promise.all([one.drop(), other.drop()]);
  const gone = openDatabase(one.url);
  await expect(gone.organisation.count()).rejects.toThrow();
  await gone.$disconnect();
});

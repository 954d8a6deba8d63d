import { openDatabase } from "@crm/db";
import { expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "../test/database.ts";
import { pgThrottle } from "./throttle.pg.ts";

async function twoProcesses() {
  const database = await freshDatabase();
  const clients = [openDatabase(database.url), openDatabase(database.url)] as const;
  onTestFinished(async () => {
    await Promise.all(clients.map((client) => client.$disconnect()));
    await database.drop();
  });
  return clients.map(pgThrottle) as [ReturnType<typeof pgThrottle>, ReturnType<typeof pgThrottle>];
}

test("counts the attempts of all processes, made at once", async () => {
  const [one, other] = await twoProcesses();
  const waits = await Promise.all(
    Array.from({ length: 8 }, (_, i) => (i % 2 ? one : other).attempt("chloe", `10.0.0.${i}`)),
  );
  const refused = waits.filter((seconds) => seconds > 0);
  expect(refused).toHaveLength(3);
  for (const seconds of refused) expect(seconds).toBeLessThanOrEqual(900);
  expect(await one.attempt("yann", "10.0.0.99")).toBe(0);
});

test("a right password makes the account start anew", async () => {
  const [one, other] = await twoProcesses();
  for (let i = 0; i < 5; i++) await one.attempt("chloe", "10.0.0.1");
  await other.succeeded("chloe", "10.0.0.1");
  expect(await one.attempt("chloe", "10.0.0.1")).toBe(0);
});

test("an address may try thirty accounts; right passwords don't count", async () => {
  const [one] = await twoProcesses();
  for (let i = 0; i < 35; i++) {
    expect(await one.attempt(`colleague-${i}`, "192.0.2.1")).toBe(0);
    await one.succeeded(`colleague-${i}`, "192.0.2.1");
  }
  for (let i = 0; i < 30; i++) expect(await one.attempt(`guess-${i}`, "192.0.2.1")).toBe(0);
  expect(await one.attempt("guess-31", "192.0.2.1")).toBeGreaterThan(0);
  expect(await one.attempt("guess-31", "192.0.2.2")).toBe(0);
});

test("an address may send thirty times without signing in, whatever it tried besides", async () => {
  const [one, other] = await twoProcesses();
  for (let i = 0; i < 30; i++) expect(await (i % 2 ? one : other).visit("192.0.2.1")).toBe(0);
  expect(await one.visit("192.0.2.1")).toBeGreaterThan(0);
  expect(await one.visit("192.0.2.2")).toBe(0);
  expect(await one.attempt("chloe", "192.0.2.1")).toBe(0);
});

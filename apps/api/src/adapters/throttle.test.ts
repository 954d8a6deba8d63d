import { openDatabase } from "@crm/db";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Attempt, Throttle } from "../ports/throttle.ts";
import { freshDatabase } from "../test/database.ts";
import { memoryThrottle } from "./memory/throttle.memory.ts";
import { pgThrottle } from "./throttle.pg.ts";

async function twoProcesses(): Promise<[Throttle, Throttle]> {
  const database = await freshDatabase();
  const clients = [openDatabase(database.url), openDatabase(database.url)] as const;
  onTestFinished(async () => {
    await Promise.all(clients.map((client) => client.$disconnect()));
    await database.drop();
  });
  return [pgThrottle(clients[0]), pgThrottle(clients[1])];
}

async function oneMemory(): Promise<[Throttle, Throttle]> {
  const throttle = memoryThrottle();
  return [throttle, throttle];
}

const of = (account: string, address = "192.0.2.1", over: Partial<Attempt> = {}): Attempt => ({
  ...{ purpose: "sign-in", account, address },
  ...over,
});

describe.each([
  ["PostgreSQL, two processes", twoProcesses],
  ["the double", oneMemory],
])("%s", (_which, open) => {
  test("counts the attempts of all, made at once", async () => {
    const [one, other] = await open();
    const waits = await Promise.all(
      Array.from({ length: 8 }, (_, i) => (i % 2 ? one : other).attempt(of("chloe", `10.0.0.${i}`))),
    );
    const refused = waits.filter((seconds) => seconds > 0);
    expect(refused).toHaveLength(3);
    for (const seconds of refused) expect(seconds).toBeLessThanOrEqual(900);
    expect(await one.attempt(of("yann", "10.0.0.99"))).toBe(0);
  });

  test("a right password makes the account start anew", async () => {
    const [one, other] = await open();
    for (let i = 0; i < 5; i++) await one.attempt(of("chloe"));
    await other.succeeded(of("chloe"));
    expect(await one.attempt(of("chloe"))).toBe(0);
  });

  test("an address may try thirty accounts; right passwords don't count", async () => {
    const [one] = await open();
    for (let i = 0; i < 35; i++) {
      expect(await one.attempt(of(`colleague-${i}`))).toBe(0);
      await one.succeeded(of(`colleague-${i}`));
    }
    for (let i = 0; i < 30; i++) expect(await one.attempt(of(`guess-${i}`))).toBe(0);
    expect(await one.attempt(of("guess-31"))).toBeGreaterThan(0);
    expect(await one.attempt(of("guess-31", "192.0.2.2"))).toBe(0);
  });

  test("an IPv6 subscriber is one, whichever of his addresses he takes; IPv4 wrapped in IPv6 is IPv4", async () => {
    const [one] = await open();
    const spread = (i: number) => `2001:db8:1:2:${i.toString(16)}::1`;
    for (let i = 0; i < 30; i++) expect(await one.attempt(of(`guess-${i}`, spread(i)))).toBe(0);
    expect(await one.attempt(of("guess-31", "2001:0DB8:1:2::ffff"))).toBeGreaterThan(0);
    expect(await one.attempt(of("guess-31", "2001:db8:1:3::1"))).toBe(0);
    for (let i = 0; i < 30; i++) await one.visit(i % 2 ? "::ffff:192.0.2.7" : "::ffff:c000:207");
    expect(await one.visit("192.0.2.7")).toBeGreaterThan(0);
    expect(await one.visit("::ffff:192.0.2.8")).toBe(0);
  });

  test("what is tried for one purpose uses up no other's tries, whatever is typed", async () => {
    const [one] = await open();
    for (let i = 0; i < 6; i++) await one.attempt(of("forgotten:chloe"));
    expect(await one.attempt(of("chloe", "192.0.2.2", { purpose: "forgotten" }))).toBe(0);
    for (let i = 0; i < 40; i++) await one.attempt(of(`guess-${i}`));
    expect(await one.attempt(of("chloe", "192.0.2.1", { purpose: "forgotten" }))).toBe(0);
  });

  test("a device that was used before counts alone: neither strangers nor its network lock it out, its own guesses do", async () => {
    const [one, other] = await open();
    for (let i = 0; i < 40; i++) await one.attempt(of("chloe"));
    const known = of("chloe", "192.0.2.1", { device: "telephone" });
    for (let i = 0; i < 5; i++) expect(await (i % 2 ? one : other).attempt(known)).toBe(0);
    expect(await one.attempt(known)).toBeGreaterThan(0);
    await one.succeeded(known);
    expect(await one.attempt(known)).toBe(0);
    expect(await one.attempt(of("chloe", "192.0.2.9"))).toBeGreaterThan(0);
  });

  test("an address may send thirty times without signing in, whatever it tried besides", async () => {
    const [one, other] = await open();
    for (let i = 0; i < 30; i++) expect(await (i % 2 ? one : other).visit("192.0.2.1")).toBe(0);
    expect(await one.visit("192.0.2.1")).toBeGreaterThan(0);
    expect(await one.visit("192.0.2.2")).toBe(0);
    expect(await one.attempt(of("chloe"))).toBe(0);
  });
});

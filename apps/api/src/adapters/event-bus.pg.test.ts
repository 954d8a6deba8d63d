import { connect, createServer, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { openDatabase } from "@crm/db";
import { expect, onTestFinished, test, vi } from "vitest";
import { freshDatabase } from "../test/database.ts";
import { pgEventBus } from "./event-bus.pg.ts";

test("while the database is away one attempt follows the other, and messages come again once it is back", async () => {
  const database = await freshDatabase();
  const { hostname, port } = new URL(database.url);
  const sockets = new Set<Socket>();
  let away = false;
  let attempts = 0;
  const between = createServer((socket) => {
    socket.on("error", () => {});
    if (away) {
      attempts++;
      socket.destroy();
      return;
    }
    sockets.add(socket);
    const behind = connect(Number(port), hostname).on("error", () => {});
    socket.pipe(behind).pipe(socket);
  });
  await new Promise<void>((listening) => between.listen(0, "127.0.0.1", listening));
  const { port: here } = between.address() as { port: number };

  const url = Object.assign(new URL(database.url), { hostname: "127.0.0.1", port: String(here) });
  const bus = await pgEventBus(url.href, () => {});
  const db = openDatabase(database.url);
  onTestFinished(async () => {
    await bus.close();
    await db.$disconnect();
    between.close();
    await database.drop();
  });
  const heard: unknown[] = [];
  bus.subscribe((message) => heard.push(message));

  away = true;
  for (const socket of sockets) socket.destroy();
  await setTimeout(4500);
  expect(attempts).toBeGreaterThanOrEqual(2);
  expect(attempts).toBeLessThanOrEqual(5);
  away = false;
  await vi.waitFor(
    async () => {
      await bus.publish(db, { n: 1 });
      expect(heard).toContainEqual({ n: 1 });
    },
    { timeout: 5000, interval: 200 },
  );
}, 30_000);

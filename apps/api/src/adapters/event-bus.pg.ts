import { setTimeout } from "node:timers/promises";
import type { Database } from "@crm/db";
import pg from "pg";
import type { EventBus } from "../ports/event-bus.ts";

const channel = "crm";
/** Between two attempts to reach the database again. */
const pauseMs = 1000;

/** PostgreSQL's LISTEN/NOTIFY on one connection of its own; reconnects when it drops. */
export async function pgEventBus(url: string, onError: (error: unknown) => void): Promise<EventBus> {
  const listeners = new Set<(message: unknown) => void>();
  let closed = false;
  let client = await connect();

  async function connect(): Promise<pg.Client> {
    const next = new pg.Client({ connectionString: url, keepAlive: true });
    next.on("notification", ({ payload }) => {
      const message: unknown = JSON.parse(payload ?? "{}");
      for (const listener of listeners) listener(message);
    });
    next.on("error", onError);
    try {
      await next.connect();
      await next.query(`LISTEN ${channel}`);
    } catch (error) {
      await next.end().catch(() => {});
      throw error;
    }
    // Only from here on: an attempt that fails ends too, and whoever made it tries again.
    next.on("end", () => void reconnect());
    return next;
  }
  async function reconnect(): Promise<void> {
    while (!closed) {
      await setTimeout(pauseMs);
      try {
        client = await connect();
        if (closed) await client.end();
        return;
      } catch (error) {
        onError(error);
      }
    }
  }

  return {
    async publish(db: Database, message) {
      await db.$executeRaw`SELECT pg_notify(${channel}, ${JSON.stringify(message)})`;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      closed = true;
      await client.end().catch(() => {});
    },
  };
}

import type { Database } from "@crm/db";
import pg from "pg";
import type { EventBus } from "../ports/event-bus.ts";

const channel = "crm";

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
    next.on("end", () => !closed && setTimeout(() => void reconnect(), 1000));
    await next.connect();
    await next.query(`LISTEN ${channel}`);
    return next;
  }
  async function reconnect(): Promise<void> {
    if (closed) return;
    try {
      client = await connect();
    } catch (error) {
      onError(error);
      setTimeout(() => void reconnect(), 1000);
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

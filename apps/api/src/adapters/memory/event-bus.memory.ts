import type { EventBus } from "../../ports/event-bus.ts";

/** What a NOTIFY of PostgreSQL takes, in bytes. */
const longest = 8000;

/** Delivers at once, committed or not; keeps what was said. */
export function memoryEventBus(): EventBus & { published: object[] } {
  const listeners = new Set<(message: unknown) => void>();
  const published: object[] = [];
  return {
    published,
    async publish(_db, message) {
      if (Buffer.byteLength(JSON.stringify(message)) >= longest) throw new Error("payload string too long");
      published.push(message);
      for (const listener of listeners) listener(message);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {},
  };
}

import { openDatabase } from "@crm/db";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { freshDatabase } from "../test/database.ts";
import { pgEventBus } from "./event-bus.pg.ts";
import { memoryEventBus } from "./memory/event-bus.memory.ts";

async function database() {
  const { url, drop } = await freshDatabase();
  const db = openDatabase(url);
  onTestFinished(async () => {
    await db.$disconnect();
    await drop();
  });
  return { url, db };
}
/** Two ends of one bus: two processes, where there are several. */
const buses = {
  async PostgreSQL() {
    const { url, db } = await database();
    const [here, there] = [await pgEventBus(url, () => {}), await pgEventBus(url, () => {})];
    onTestFinished(() => Promise.all([here.close(), there.close()]).then(() => {}));
    return { db, here, there };
  },
  async "the double"() {
    const { db } = await database();
    const bus = memoryEventBus();
    return { db, here: bus, there: bus };
  },
};

describe.each(Object.entries(buses))("the event bus « %s »", (_name, open) => {
  test("is heard by all, in order, until a listener has enough", async () => {
    const { db, here, there } = await open();
    const [ours, theirs]: unknown[][] = [[], []];
    const enough = here.subscribe((message) => ours?.push(message));
    there.subscribe((message) => theirs?.push(message));
    await here.publish(db, { n: 1, text: "é".repeat(2000) });
    await there.publish(db, { n: 2 });
    await vi.waitFor(() => expect(theirs).toHaveLength(2));
    await vi.waitFor(() => expect(ours).toEqual([{ n: 1, text: "é".repeat(2000) }, { n: 2 }]));
    enough();
    await here.publish(db, { n: 3 });
    await vi.waitFor(() => expect(theirs).toHaveLength(3));
    expect(ours).toHaveLength(2);
  });

  test("one that is closed is closed twice without harm", async () => {
    const { here } = await open();
    await here.close();
    await here.close();
  });

  test("refuses a message that is too long", async () => {
    const { db, here } = await open();
    await expect(here.publish(db, { text: "x".repeat(8000) })).rejects.toThrow();
  });
});

import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { inThreads } from "./threads.ts";

// Counts what it has been sent, so that it is seen which thread was asked; says nothing when it waits.
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from "node:worker_threads";
    let asked = 0;
    parentPort.on("message", async ({ ms = 0, fail = false }) => {
      asked++;
      if (fail) throw new Error("no luck");
      await new Promise((done) => setTimeout(done, ms));
      parentPort.postMessage(asked);
    });`)}`,
);

it("a thread that has done its work does the next; several at once have one each", async () => {
  const ask = inThreads<object, number>(script);
  expect([await ask({}), await ask({})]).toEqual([1, 2]);
  expect((await Promise.all([ask({ ms: 50 }), ask({ ms: 50 })])).sort()).toEqual([1, 3]);
});

it("one that fails says why, and the next input has a new one", async () => {
  const ask = inThreads<object, number>(script);
  expect(await ask({})).toBe(1);
  await expect(ask({ fail: true })).rejects.toThrow("no luck");
  expect(await ask({})).toBe(1);
});

it("one that has waited in vain ends", async () => {
  const ask = inThreads<object, number>(script, { idleMs: 1 });
  expect(await ask({})).toBe(1);
  await setTimeout(100);
  expect(await ask({})).toBe(1);
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { stageOrder } from "./stage-order.ts";

it.each([
  ["an archived stage stays behind the one it was behind", ["a", "b", "c"], ["a", "c"], ["b"], ["a", "b", "c"]],
  ["it follows that one where it goes", ["a", "b", "c"], ["c", "a"], ["b"], ["c", "a", "b"]],
  ["a first one stays first", ["a", "b"], ["b"], ["a"], ["a", "b"]],
  ["behind a deleted stage, it takes the place before", ["a", "gone", "b", "c"], ["c", "a"], ["b"], ["c", "a", "b"]],
  [
    "several in a row keep their order",
    ["a", "b", "c", "d"],
    ["new", "a", "d"],
    ["b", "c"],
    ["new", "a", "b", "c", "d"],
  ],
])("%s", (_, before, active, archived, expected) => {
  expect(stageOrder(before, active, new Set(archived))).toEqual(expected);
});

it("loses no stage, and keeps the order given to the active ones", () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 12 });
  fc.assert(
    fc.property(ids, ids, fc.func(fc.boolean()), (before, active, keep) => {
      const archived = new Set(before.filter((id) => !active.includes(id) && keep(id)));
      const order = stageOrder(before, active, archived);
      expect(order.filter((id) => !archived.has(id))).toEqual(active);
      expect([...order].sort()).toEqual([...active, ...archived].sort());
    }),
  );
});

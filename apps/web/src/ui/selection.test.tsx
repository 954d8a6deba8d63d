import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { selectedCount, useSelection } from "./selection.ts";

const rows = ["a", "b", "c", "d", "e"];
const start = () => renderHook(({ of }) => useSelection(rows, of), { initialProps: { of: "" } });
const selected = (hook: ReturnType<typeof start>) => rows.filter(hook.result.current.has).join("");

test("a range goes from the row turned last to this one, either way, and takes this one's new state", () => {
  const hook = start();
  act(() => hook.result.current.toggle("b"));
  act(() => hook.result.current.toggle("d", true));
  expect(selected(hook)).toBe("bcd");
  act(() => hook.result.current.toggle("a", true));
  expect(selected(hook)).toBe("abcd");
  act(() => hook.result.current.toggle("c", true));
  expect(selected(hook)).toBe("d");
  expect(hook.result.current.ofRows).toBe("some");
});

test("the rows loaded go in and out together", () => {
  const hook = start();
  act(() => hook.result.current.toggle("b"));
  act(() => hook.result.current.toggleRows());
  expect([selected(hook), hook.result.current.ofRows]).toEqual(["abcde", "every"]);
  act(() => hook.result.current.toggleRows());
  expect([selected(hook), hook.result.current.ofRows]).toEqual(["", "none"]);
});

test("all that the filter finds, but for those turned off; another filter starts with none", () => {
  const hook = start();
  act(() => hook.result.current.selectAll());
  act(() => hook.result.current.toggle("b"));
  const { all, marked } = hook.result.current;
  expect([all, [...marked], selected(hook)]).toEqual([true, ["b"], "acde"]);
  expect([selectedCount(hook.result.current, 1000), selectedCount(hook.result.current, null)]).toEqual([999, null]);
  act(() => hook.result.current.toggle("b"));
  expect(hook.result.current.ofRows).toBe("every");
  hook.rerender({ of: "other" });
  expect([hook.result.current.all, selected(hook), selectedCount(hook.result.current, 9)]).toEqual([false, "", 0]);
});

import { describe, expect, it } from "vitest";
import { AnswerFilter, dayBoundsOf, filterFits, operatorLabel, operatorNames, operatorsOf } from "./filter.ts";
import { choices } from "./test/samples.ts";

const questionId = "0198a0de-0000-7000-8000-000000000000";
const accepts = (operator: string, value?: unknown) => AnswerFilter.safeParse({ questionId, operator, value }).success;

describe("a criterion", () => {
  it("has the value that its operator compares with", () => {
    expect([
      accepts("is", "A"),
      accepts("is", 1),
      accepts("is", false),
      accepts("oneOf", ["A"]),
      accepts("empty"),
      accepts("atLeast", "2026-01-01"),
    ]).toEqual(Array(6).fill(true));
    expect([
      accepts("is"),
      accepts("is", ["A"]),
      accepts("oneOf", []),
      accepts("oneOf", "A"),
      accepts("empty", "A"),
      accepts("contains", ""),
      accepts("contains", "a\0"),
    ]).toEqual(Array(7).fill(false));
    expect(AnswerFilter.safeParse({ questionId: "1 or 1=1", operator: "filled" }).success).toBe(false);
  });
  it("suits its question or not", () => {
    const number = { type: "number", config: {} } as const;
    expect(filterFits(number, { operator: "atLeast", value: 3 })).toBe(true);
    expect(filterFits(number, { operator: "atLeast", value: "3" })).toBe(false);
    expect(filterFits(number, { operator: "contains", value: "3" })).toBe(false);
    expect(filterFits({ type: "date", config: {} }, { operator: "is", value: "2026-02-30" })).toBe(false);
    expect(filterFits({ type: "date", config: {} }, { operator: "empty" })).toBe(true);
  });
});

it("offers for a choice what is picked, for a text what is searched", () => {
  expect(operatorsOf({ type: "single-choice", config: { choices } })).toEqual(["is", "oneOf", "empty", "filled"]);
  expect(operatorsOf({ type: "email", config: {} })).toContain("contains");
  expect(operatorsOf({ type: "multiple-choice", config: { choices } })).toEqual(["includes", "empty", "filled"]);
  for (const operator of operatorNames) expect(operatorLabel(operator, "text").fr).toBeTruthy();
  expect(operatorLabel("atLeast", "date").fr).toBe("à partir du");
});

it("knows where a day begins and ends in Paris", () => {
  expect(dayBoundsOf({ type: "date", config: {} }, "2026-12-31")).toEqual({ from: "2026-12-31", before: "2027-01-01" });
  expect(dayBoundsOf({ type: "date-time", config: {} }, "2026-03-29")).toEqual({
    from: "2026-03-28T23:00:00.000Z",
    before: "2026-03-29T22:00:00.000Z",
  });
});

import { describe, expect, it } from "vitest";
import {
  AnswerFilter,
  criteriaOf,
  dayBoundsOf,
  FilterTree,
  fieldFilterFits,
  fieldOperatorsOf,
  filterFits,
  operatorLabel,
  operatorNames,
  operatorsOf,
} from "./filter.ts";
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
      accepts("between", [1, 2]),
      accepts("between", ["2026-01-01", "2026-02-01"]),
    ]).toEqual(Array(8).fill(true));
    expect([
      accepts("is"),
      accepts("is", ["A"]),
      accepts("oneOf", []),
      accepts("oneOf", "A"),
      accepts("empty", "A"),
      accepts("contains", ""),
      accepts("contains", "a\0"),
      accepts("between", [1]),
      accepts("between", [1, "2"]),
      accepts("oneOf", [1, 2]),
    ]).toEqual(Array(10).fill(false));
    expect(AnswerFilter.safeParse({ questionId: "1 or 1=1", operator: "filled" }).success).toBe(false);
  });
  it("suits its question or not", () => {
    const number = { type: "number", config: {} } as const;
    expect(filterFits(number, { operator: "atLeast", value: 3 })).toBe(true);
    expect(filterFits(number, { operator: "atLeast", value: "3" })).toBe(false);
    expect(filterFits(number, { operator: "contains", value: "3" })).toBe(false);
    expect(filterFits({ type: "date", config: {} }, { operator: "is", value: "2026-02-30" })).toBe(false);
    expect(filterFits({ type: "date", config: {} }, { operator: "empty" })).toBe(true);
    expect(filterFits({ type: "date", config: {} }, { operator: "between", value: ["2026-01-01", "hier"] })).toBe(
      false,
    );
    expect(filterFits(number, { operator: "between", value: [1, 2] })).toBe(true);
  });
  it("suits a field like a question of the same setting, or the record that it points to", () => {
    const setting = { type: "text", config: {} } as const;
    const owner = { setting, reference: true } as const;
    expect(fieldFilterFits(owner, { operator: "is", value: questionId })).toBe(true);
    expect(fieldFilterFits(owner, { operator: "is", value: "moi" })).toBe(false);
    expect(fieldFilterFits(owner, { operator: "contains", value: questionId })).toBe(false);
    expect(fieldOperatorsOf({ setting, always: true })).not.toContain("empty");
    expect(fieldFilterFits({ setting }, { operator: "contains", value: "Rennes" })).toBe(true);
  });
});

it("offers for a choice what is picked, for a text what is searched", () => {
  expect(operatorsOf({ type: "single-choice", config: { choices } })).toEqual([
    "is",
    "isNot",
    "oneOf",
    "noneOf",
    "empty",
    "filled",
  ]);
  expect(operatorsOf({ type: "email", config: {} })).toContain("contains");
  expect(operatorsOf({ type: "multiple-choice", config: { choices } })).toEqual([
    "includes",
    "excludes",
    "empty",
    "filled",
  ]);
  for (const operator of operatorNames) expect(operatorLabel(operator, "text").fr).toBeTruthy();
  expect(operatorLabel("atLeast", "date").fr).toBe("à partir du");
});

it("joins criteria and groups of them, no deeper, no more than fifty", () => {
  const criterion = { field: "city", operator: "filled" };
  const group = (size: number) => ({ match: "any", criteria: Array(size).fill(criterion) });
  const tree = (...items: unknown[]) => FilterTree.safeParse({ match: "all", items });
  expect(tree().success).toBe(true);
  expect(criteriaOf(tree(criterion, group(2)).data ?? { items: [] })).toHaveLength(3);
  expect(tree({ match: "any", criteria: [group(1)] }).success).toBe(false);
  expect(tree(group(0)).success).toBe(false);
  expect(tree(group(20), group(20), group(10)).success).toBe(true);
  expect(tree(group(20), group(20), group(11)).success).toBe(false);
});

it("knows where a day begins and ends in Paris", () => {
  expect(dayBoundsOf({ type: "date", config: {} }, "2026-12-31")).toEqual({ from: "2026-12-31", before: "2027-01-01" });
  expect(dayBoundsOf({ type: "date-time", config: {} }, "2026-03-29")).toEqual({
    from: "2026-03-28T23:00:00.000Z",
    before: "2026-03-29T22:00:00.000Z",
  });
});

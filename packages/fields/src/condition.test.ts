import { describe, expect, it } from "vitest";
import { answerMeets, conditionFault, isShown } from "./condition.ts";
import type { AnswerFilter } from "./filter.ts";
import type { FieldTypeName } from "./registry.ts";
import { choices } from "./test/samples.ts";

const ask = (
  id: string,
  type: FieldTypeName,
  config: Record<string, unknown> = {},
  condition?: Partial<AnswerFilter>,
) => ({
  id,
  type,
  config,
  archivedAt: null as string | null,
  condition: condition ? ({ operator: "filled", ...condition } as AnswerFilter) : null,
});
const origin = ask("origin", "single-choice", { choices });
const detail = ask("detail", "text", {}, { questionId: "origin", operator: "is", value: "APL" });
const more = ask("more", "text", {}, { questionId: "detail", operator: "filled" });
const shown = (questions: Parameters<typeof isShown>[0], answers: Record<string, unknown>) =>
  questions.filter(isShown(questions, answers)).map(({ id }) => id);

describe("isShown", () => {
  it("shows a question when the answer it waits for is given, and what waits for it in turn", () => {
    const all = [more, detail, origin];
    expect(shown(all, {})).toEqual(["origin"]);
    expect(shown(all, { origin: "APL" })).toEqual(["detail", "origin"]);
    expect(shown(all, { origin: "APL", detail: "x" })).toEqual(["more", "detail", "origin"]);
    // The answer of a question that is hidden is kept, and shows nothing.
    expect(shown(all, { origin: "RESEAU", detail: "x", more: "y" })).toEqual(["origin"]);
  });
  it("hides nothing by a condition that can't be judged any more", () => {
    expect(shown([detail], {})).toEqual(["detail"]);
    expect(shown([{ ...origin, archivedAt: "2026-01-01T00:00:00.000Z" }, detail], {})).toContain("detail");
    expect(shown([ask("origin", "number"), detail], {})).toContain("detail");
    expect(shown([ask("origin", "single-choice", { choices: choices.slice(1) }), detail], {})).toContain("detail");
    expect(shown([ask("origin", "single-choice", {}), detail], {})).toContain("detail");
    const [one, other] = [ask("a", "text", {}, { questionId: "b" }), ask("b", "text", {}, { questionId: "a" })];
    expect(shown([one, other], { a: "x", b: "x" })).toEqual(["a", "b"]);
  });
  it("takes what is being typed for no answer yet", () => {
    const waits = ask("w", "text", {}, { questionId: "n", operator: "filled" });
    expect(shown([ask("n", "number"), waits], { n: "douze" })).toEqual(["n"]);
    expect(shown([ask("n", "number"), waits], { n: 12 })).toEqual(["n", "w"]);
  });
});

describe("answerMeets", () => {
  const instant = "2026-03-02T23:30:00.000Z"; // the 3rd in Paris
  it.each<[FieldTypeName, AnswerFilter["operator"], AnswerFilter["value"], unknown, boolean]>([
    ["text", "contains", "ETE", "Cet été", true],
    ["text", "notContains", "ete", "Cet été", false],
    ["text", "isNot", "a", null, true],
    ["text", "is", "a", null, false],
    ["single-choice", "oneOf", ["APL", "RESEAU"], "APL", true],
    ["single-choice", "noneOf", ["APL", "RESEAU"], "APL", false],
    ["number", "atLeast", 3, 3, true],
    ["number", "above", 3, 3, false],
    ["number", "below", 3, 2.9, true],
    ["number", "between", [1, 3], 3, true],
    ["number", "atMost", 3, 4, false],
    ["number", "is", 3, 3, true],
    ["date", "is", "2026-03-02", "2026-03-02", true],
    ["date", "above", "2026-03-02", "2026-03-02", false],
    ["date", "above", "2026-03-02", "2026-03-03", true],
    ["date", "between", ["2026-03-01", "2026-03-02"], "2026-03-02", true],
    ["date-time", "is", "2026-03-03", instant, true],
    ["date-time", "is", "2026-03-02", instant, false],
    ["date-time", "above", "2026-03-02", instant, true],
    ["date-time", "atMost", "2026-03-02", instant, false],
    ["date-time", "below", "2026-03-03", instant, false],
    ["boolean", "is", false, false, true],
    ["boolean", "is", false, null, false],
    ["multiple-choice", "includes", "APL", ["APL"], true],
    ["multiple-choice", "excludes", "APL", ["APL"], false],
    ["multiple-choice", "excludes", "APL", undefined, true],
    ["file", "filled", undefined, [{ id: "x", name: "y" }], true],
    ["file", "empty", undefined, undefined, true],
    ["text", "empty", undefined, "x", false],
  ])("%s %s %j: %j", (type, operator, value, answer, met) => {
    expect(answerMeets({ type, config: { choices } }, { operator, value }, answer)).toBe(met);
  });
});

describe("conditionFault", () => {
  const all = [origin, detail, more];
  const on = (questionId: string, operator: AnswerFilter["operator"] = "filled", value?: AnswerFilter["value"]) =>
    ({ questionId, operator, value }) as AnswerFilter;
  it("refuses a circle, a question that is gone, a criterion that does not suit", () => {
    expect(conditionFault(all, "new", on("more"))).toBeNull();
    expect(conditionFault(all, undefined, on("origin", "is", "APL"))).toBeNull();
    expect(conditionFault(all, "origin", on("more"))).toBe("conditionCycle");
    expect(conditionFault(all, "origin", on("origin"))).toBe("conditionCycle");
    expect(conditionFault(all, "new", on("gone"))).toBe("conditionQuestion");
    expect(conditionFault([{ ...origin, archivedAt: "2026-01-01T00:00:00.000Z" }], "new", on("origin"))).toBe(
      "conditionQuestion",
    );
    expect(conditionFault(all, "new", on("origin", "is", "AUTRE"))).toBe("filterValue");
    expect(conditionFault(all, "new", on("origin", "atLeast", 3))).toBe("filterValue");
  });
});

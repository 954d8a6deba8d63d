import { describe, expect, it } from "vitest";
import { answerCell, answersSchema, answerText, choicesOf, convertAnswer, defaultAnswers } from "./answers.ts";
import { answersFromCells, cellsFromAnswers } from "./cells.ts";
import type { Question } from "./question.ts";
import type { FieldTypeName } from "./registry.ts";
import { choices } from "./test/samples.ts";

const a = (type: FieldTypeName, config: Record<string, unknown> = {}) => ({ type, config });
const question = (over: Partial<Question> & { id: string; type: FieldTypeName }): Question => ({
  record: "contact",
  label: over.id,
  help: "",
  code: over.id.toUpperCase(),
  config: {},
  required: false,
  defaultAnswer: null,
  inSearch: false,
  inReports: false,
  personal: false,
  tab: "both",
  condition: null,
  position: 0,
  btocPosition: null,
  archivedAt: null,
  ...over,
});
const origin = question({ id: "origin", type: "single-choice", config: { choices }, required: true });
const size = question({ id: "size", type: "number", config: { min: 0, max: 10 } });
const rules = (answers: unknown) =>
  answersSchema([origin, size])
    .safeParse(answers)
    .error?.issues.map((issue) => [issue.path.join("/"), issue.code === "custom" ? issue.params?.rule : issue.code]);

describe("answersSchema", () => {
  it("takes answers, an erased one, and none", () => {
    expect(answersSchema([origin, size]).parse({ origin: "APL", size: null })).toEqual({ origin: "APL", size: null });
    expect(answersSchema([origin, size]).parse({ origin: "APL" })).toEqual({ origin: "APL" });
  });
  it("refuses an unknown question, a required one erased or absent, a bad answer", () => {
    expect(rules({ origin: "APL", other: 1 })).toEqual([["", "unrecognized_keys"]]);
    expect(rules({ origin: null })).toEqual([["origin", "required"]]);
    expect(rules({})).toEqual([["origin", "required"]]);
    expect(rules({ origin: "AUTRE", size: 11 })).toEqual([
      ["origin", "choice"],
      ["size", "range"],
    ]);
  });
  it("survives a question whose configuration or type is broken, and refuses its answers", () => {
    const broken = answersSchema([
      question({ id: "q", type: "single-choice" }),
      question({ id: "r", type: "gone" as FieldTypeName }),
    ]);
    expect(broken.safeParse({ q: null, r: null }).success).toBe(true);
    expect(broken.safeParse({ q: "A" }).success).toBe(false);
    expect(broken.safeParse({ r: "A" }).success).toBe(false);
  });
});

it("starts a record with the default answers still asked and still allowed", () => {
  expect(
    defaultAnswers([
      { ...origin, defaultAnswer: "APL" },
      { ...size, defaultAnswer: 99 },
      question({ id: "gone", type: "text", defaultAnswer: "x", archivedAt: "2026-01-01T00:00:00.000Z" }),
    ]),
  ).toEqual({ origin: "APL" });
});

describe("reading an answer", () => {
  it("writes it in the language of the screen", () => {
    expect(answerText(a("boolean"), true, "en")).toBe("Yes");
    expect(answerText(a("amount"), -1234.5, "en")).toBe("-€1,234.50");
    expect(answerText(a("number", { decimals: 0 }), 1234)).toBe("1\u202f234");
    expect(answerText(a("text"), null)).toBe("");
  });
  it("shows an answer that its question no longer allows", () => {
    expect(answerText(a("single-choice", { choices }), "OLD")).toBe("OLD");
    expect(answerText(a("number"), "douze")).toBe("douze");
    expect(answerCell(a("multiple-choice", { choices }), ["APL", "OLD"])).toBe("APL;OLD");
  });
  it("tells apart in a cell the two half past two of the night the clocks go back", () => {
    expect(answerCell(a("date-time"), "2026-10-25T00:30:00.000Z")).toBe("25/10/2026 02:30");
    expect(answerCell(a("date-time"), "2026-10-25T01:30:00.000Z")).toBe("2026-10-25T01:30:00.000Z");
  });
  it("lists the choices of a question, if its type has some", () => {
    expect(choicesOf(origin)).toEqual(choices);
    expect(choicesOf(size)).toEqual([]);
  });
});

describe("cells", () => {
  it("are headed by the code, and blank ones say nothing", () => {
    expect(answersFromCells([origin, size], { ORIGIN: "Réseau", SIZE: "  ", OTHER: "x" })).toEqual({
      origin: "RESEAU",
    });
    expect(answersFromCells([size], { SIZE: "douze" })).toEqual({ size: "douze" });
    expect(cellsFromAnswers([origin, size], { origin: "APL" })).toEqual({ ORIGIN: "APL", SIZE: "" });
  });
});

describe("convertAnswer", () => {
  const list = a("single-choice", { choices });
  const boxes = a("multiple-choice", { choices });
  it.each([
    ["text to number", a("text"), a("number"), "1 234,5", true, 1234.5],
    ["text to number", a("text"), a("number"), "douze", false, null],
    ["number to text", a("number"), a("text"), 1234.5, true, "1\u202f234,5"],
    ["amount to number", a("amount"), a("number"), 1234.5, true, 1234.5],
    ["text to date", a("text"), a("date"), "2 mars 2026", true, "2026-03-02"],
    ["date to date and time", a("date"), a("date-time"), "2026-03-02", true, "2026-03-01T23:00:00.000Z"],
    ["date and time to date", a("date-time"), a("date"), "2026-03-01T23:30:00.000Z", true, "2026-03-02"],
    ["list to buttons", list, a("radio-choice", { choices }), "APL", true, "APL"],
    ["list to text: its label", list, a("text"), "APL", true, "Appel entrant"],
    ["text to list", a("text"), list, "appel entrant", true, "APL"],
    ["list to boxes", list, boxes, "APL", true, ["APL"]],
    ["boxes to list", boxes, list, ["APL"], true, "APL"],
    ["two boxes to a list", boxes, list, ["APL", "RESEAU"], false, null],
    ["a box removed", boxes, a("multiple-choice", { choices: choices.slice(0, 1) }), ["APL", "RESEAU"], false, ["APL"]],
    ["a choice removed", list, a("single-choice", { choices: choices.slice(1) }), "APL", false, null],
    ["a tighter bound", a("number"), a("number", { max: 10 }), 11, false, null],
    ["a shorter text", a("text"), a("text", { maxLength: 3 }), "long", false, null],
    ["yes to text", a("boolean"), a("text"), true, true, "Oui"],
    ["yes to number", a("boolean"), a("number"), true, false, null],
    ["text to phone", a("text"), a("phone"), "06 12 34 56 78", true, "+33612345678"],
    ["no answer", a("text"), a("number"), null, true, null],
    ["to a broken question", a("text"), a("single-choice"), "x", false, null],
  ])("%s", (_name, from, to, answer, kept, converted) => {
    expect(convertAnswer(from, to, answer)).toEqual({ kept, answer: converted });
  });
});

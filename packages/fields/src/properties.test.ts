import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerCell, answersSchema, answerText, convertAnswer } from "./answers.ts";
import { answersFromCells, cellsFromAnswers, cellText, type SheetCell, sheetCell } from "./cells.ts";
import { QuestionInput } from "./question.ts";
import { type FieldTypeName, fieldTypeNames, fieldTypeOf } from "./registry.ts";
import { fold } from "./words.ts";

const day = fc
  .date({ min: new Date("1000-01-01"), max: new Date("9999-12-30"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const bounds = <T extends number | string>(value: fc.Arbitrary<T>) =>
  fc.option(fc.tuple(value, value), { nil: undefined }).map((pair) => {
    const [min, max] = pair?.toSorted((a, b) => (a < b ? -1 : 1)) ?? [];
    return min === undefined ? {} : { min, max };
  });
const figure = fc.double({ min: -1e14, max: 1e14, noNaN: true });
const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });
const value = fc
  .stringMatching(/^[A-Za-zÀ-ÿ0-9][A-Za-z0-9 _.\-/]{0,20}$/)
  .filter((text) => !/[×÷]/.test(text) && text.trim() === text);
const choices = fc
  .uniqueArray(fc.record({ label: word.filter((text) => text.trim() !== ""), value }), {
    minLength: 1,
    maxLength: 8,
    selector: (choice) => fold(choice.value),
  })
  .map((list) => ({
    choices: list.filter((choice, at) => list.findIndex((other) => fold(other.label) === fold(choice.label)) === at),
  }));
type Chosen = { choices: { value: string }[] };
const one = ({ choices }: Chosen) => fc.constantFrom(...choices.map((choice) => choice.value));
const length = (max: number) => fc.record({ maxLength: fc.integer({ min: 1, max }) });
const none = fc.constant({});

/** Random settings of each type, and answers near what they allow. */
const arbitraries: Record<
  FieldTypeName,
  { config: fc.Arbitrary<object>; answer: (config: never) => fc.Arbitrary<unknown> }
> = {
  text: { config: length(255), answer: () => fc.string({ unit: "binary" }) },
  "long-text": { config: length(20_000), answer: () => fc.string({ unit: "binary", maxLength: 300 }) },
  number: {
    config: bounds(figure),
    answer: () => fc.oneof(figure, fc.integer(), fc.double({ min: -1, max: 1, noNaN: true })),
  },
  amount: { config: bounds(figure), answer: () => fc.integer({ min: -1e12, max: 1e12 }).map((cents) => cents / 100) },
  date: { config: bounds(day), answer: () => day },
  "date-time": {
    config: none,
    answer: () =>
      fc
        .date({ min: new Date("1000-01-02"), max: new Date("9999-12-30"), noInvalidDate: true })
        .map((date) => date.toISOString()),
  },
  boolean: { config: none, answer: () => fc.boolean() },
  "single-choice": { config: choices, answer: one },
  "radio-choice": { config: choices, answer: one },
  "multiple-choice": {
    config: choices,
    answer: (config: Chosen) => fc.array(one(config), { minLength: 1, maxLength: 10 }),
  },
  email: { config: none, answer: () => fc.emailAddress() },
  phone: { config: none, answer: () => fc.stringMatching(/^\+?[0-9]{3,15}$/) },
  url: { config: none, answer: () => fc.webUrl() },
  address: {
    config: none,
    answer: () =>
      fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.array(fc.string({ unit: "binary" }), { maxLength: 4 }).map((parts) => parts.join(";")),
      ),
  },
  scale: {
    config: fc.record({ size: fc.integer({ min: 3, max: 10 }), low: word, high: word }),
    answer: () => fc.integer({ min: 1, max: 10 }),
  },
  file: {
    config: fc.record({ maxFiles: fc.integer({ min: 1, max: 10 }) }),
    answer: () =>
      fc.array(fc.record({ id: fc.uuid(), name: fc.oneof(word, fc.string({ unit: "binary" })) }), {
        minLength: 1,
        maxLength: 4,
      }),
  },
};

/** A typed cell as a workbook gives it back. */
const sheetText = (cell: SheetCell): string => {
  if (typeof cell !== "object") return String(cell);
  if ("phone" in cell) return cell.phone;
  return "day" in cell ? cell.day : cell.moment.replace(/T00:00:00$/, "");
};

const anything = fc.oneof(fc.anything(), fc.string({ unit: "binary" }), fc.string(), figure.map(String), day);

describe.each(fieldTypeNames)("%s", (name) => {
  const type = fieldTypeOf({ type: name });
  const { config: configs, answer: answers } = arbitraries[name];

  it("gives back any answer from its cell", () => {
    fc.assert(
      fc.property(
        configs.chain((config) => fc.tuple(fc.constant(config), answers(config as never))),
        ([setting, candidate]) => {
          const parsed = type.config.safeParse(setting);
          fc.pre(parsed.success);
          const config = parsed.data;
          const answer = type.value(config).safeParse(candidate);
          fc.pre(answer.success);
          const cell = String(type.toCell(answer.data, config));
          expect(type.value(config).parse(type.parse(cell, config))).toEqual(answer.data);
          expect(type.value(config).parse(answer.data)).toEqual(answer.data);
          expect(typeof type.toText(answer.data, config, "en")).toBe("string");
          const question = { id: "q", code: "Q", type: name, config: setting as Record<string, unknown> };
          expect(
            answersSchema([{ ...question, required: true }]).parse(
              answersFromCells([question], stringified(cellsFromAnswers([question], { q: answer.data }))),
            ),
          ).toEqual({ q: answer.data });
          const typed = sheetCell(question, answer.data);
          for (const text of [cellText(typed), sheetText(typed)])
            expect(type.value(config).parse(type.parse(text, config))).toEqual(answer.data);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("never throws, whatever it is given, and stores no character that PostgreSQL refuses", () => {
    fc.assert(
      fc.property(configs, fc.string({ unit: "binary" }), anything, (setting, text, thing) => {
        const parsed = type.config.safeParse(setting);
        fc.pre(parsed.success);
        for (const candidate of [type.parse(text, parsed.data), thing, `${text}\0`]) {
          const answer = type.value(parsed.data).safeParse(candidate);
          if (answer.success) expect(JSON.stringify(answer.data)).not.toMatch(/\\u0000|\\ud[89a-f]/);
        }
        const question = { type: name, config: setting as Record<string, unknown> };
        answerText(question, thing);
        answerCell(question, thing);
        cellText(sheetCell(question, thing));
        answersSchema([{ ...question, id: "q", required: false }]).safeParse(thing);
        answersSchema([{ ...question, id: "q", required: true }]).safeParse({ q: thing });
      }),
      { numRuns: 300 },
    );
  });

  it("converts to any other type without throwing, and says kept only of an answer that is allowed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...fieldTypeNames), configs, anything, (other, setting, thing) => {
        const from = { type: name, config: setting as Record<string, unknown> };
        fc.assert(
          fc.property(arbitraries[other].config, (config) => {
            const to = { type: other, config: config as Record<string, unknown> };
            const { answer } = convertAnswer(from, to, thing);
            expect(answersSchema([{ ...to, id: "q", required: false }]).safeParse({ q: answer }).success).toBe(true);
          }),
          { numRuns: 2 },
        );
      }),
      { numRuns: 150 },
    );
  });
});

const stringified = (cells: Record<string, string | number>) =>
  Object.fromEntries(Object.entries(cells).map(([code, cell]) => [code, String(cell)]));

it("judges any question without throwing", () => {
  fc.assert(
    fc.property(
      fc.record({
        label: anything,
        code: anything,
        type: fc.constantFrom(...fieldTypeNames),
        config: anything,
        defaultAnswer: anything,
      }),
      (input) => {
        QuestionInput.safeParse(input);
      },
    ),
  );
});

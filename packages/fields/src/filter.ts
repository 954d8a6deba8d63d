import { z } from "zod";
import { choicesOf, type Setting } from "./answers.ts";
import { isDay } from "./dates.ts";
import type { Bilingual, DayBounds, Storage } from "./field-type.ts";
import { fieldTypeOf, storageOf } from "./registry.ts";
import { singleLine } from "./words.ts";

/** What can be asked of an answer, by the way it is kept. */
export const operators = {
  text: ["is", "contains", "oneOf", "empty", "filled"],
  number: ["is", "atLeast", "atMost", "empty", "filled"],
  date: ["is", "atLeast", "atMost", "empty", "filled"],
  boolean: ["is", "empty", "filled"],
  texts: ["includes", "empty", "filled"],
} as const satisfies Record<Storage, readonly string[]>;
export type Operator = (typeof operators)[Storage][number];
export const operatorNames = [...new Set(Object.values(operators).flat())] as [Operator, ...Operator[]];

const choiceOperators = ["is", "oneOf", "empty", "filled"] as const;

/** The operators that make sense for a question: a choice is picked, not searched for a part of its value. */
export function operatorsOf(question: Setting): readonly Operator[] {
  const storage = storageOf(question);
  return storage === "text" && choicesOf(question).length > 0 ? choiceOperators : operators[storage];
}

const operatorLabels: Record<Operator, Bilingual> = {
  is: { fr: "est", en: "is" },
  contains: { fr: "contient", en: "contains" },
  oneOf: { fr: "parmi", en: "is one of" },
  atLeast: { fr: "au moins", en: "at least" },
  atMost: { fr: "au plus", en: "at most" },
  includes: { fr: "contient le choix", en: "includes the choice" },
  empty: { fr: "vide", en: "is empty" },
  filled: { fr: "renseigné", en: "is filled in" },
};
const dateLabels: Partial<Record<Operator, Bilingual>> = {
  atLeast: { fr: "à partir du", en: "from" },
  atMost: { fr: "jusqu’au", en: "until" },
};

/** An operator as it is read between a question's label and a value. */
export const operatorLabel = (operator: Operator, storage: Storage): Bilingual =>
  (storage === "date" ? dateLabels[operator] : undefined) ?? operatorLabels[operator];

const FilterText = singleLine().min(1).max(500);
const FilterValue = z.union([FilterText, z.number(), z.boolean(), z.array(FilterText).min(1).max(100)]);

/** Whether a value is of the kind that its operator compares with. */
const suits: Record<Operator, (value: unknown) => boolean> = {
  is: (value) => value !== undefined && !Array.isArray(value),
  contains: (value) => typeof value === "string",
  oneOf: Array.isArray,
  atLeast: (value) => typeof value === "number" || typeof value === "string",
  atMost: (value) => typeof value === "number" || typeof value === "string",
  includes: (value) => typeof value === "string",
  empty: (value) => value === undefined,
  filled: (value) => value === undefined,
};

/** One criterion on the answers to a question. Dates are days, 'YYYY-MM-DD'; choices are given by their value. */
export const AnswerFilter = z
  .object({ questionId: z.uuid(), operator: z.enum(operatorNames), value: FilterValue.optional() })
  .refine(({ operator, value }) => suits[operator](value), { params: { rule: "filterValue" }, path: ["value"] });
export type AnswerFilter = z.infer<typeof AnswerFilter>;

const ofStorage: Record<Storage, (value: unknown) => boolean> = {
  text: (value) => typeof value === "string" || Array.isArray(value),
  number: (value) => typeof value === "number",
  date: (value) => typeof value === "string" && isDay(value),
  boolean: (value) => typeof value === "boolean",
  texts: (value) => typeof value === "string",
};

/** Whether a criterion can be asked of a question: its operator is one of the question's, its value of the same kind. */
export const filterFits = (question: Setting, { operator, value }: Pick<AnswerFilter, "operator" | "value">): boolean =>
  operatorsOf(question).includes(operator) &&
  suits[operator](value) &&
  (value === undefined || ofStorage[storageOf(question)](value));

/**
 * Where a day begins and ends among the stored answers to a question kept as dates: `from <= answer < before`, compared as
 * text (days and UTC instants both sort so). A day lasts 23 to 25 hours on the clocks of Paris.
 */
export function dayBoundsOf(question: Setting, day: string): DayBounds {
  const bounds = fieldTypeOf(question).dayBounds;
  return bounds ? bounds(day) : { from: day, before: day };
}

import { z } from "zod";
import { choicesOf, type Setting } from "./answers.ts";
import { isDay } from "./dates.ts";
import type { Bilingual, DayBounds, Storage } from "./field-type.ts";
import { fieldTypeOf, storageOf } from "./registry.ts";
import { singleLine } from "./words.ts";

/** What can be asked of an answer, by the way it is kept. */
export const operators = {
  text: ["is", "isNot", "contains", "notContains", "oneOf", "noneOf", "empty", "filled"],
  number: ["is", "isNot", "atLeast", "atMost", "above", "below", "between", "empty", "filled"],
  date: ["is", "isNot", "atLeast", "atMost", "above", "below", "between", "empty", "filled"],
  boolean: ["is", "empty", "filled"],
  texts: ["includes", "excludes", "empty", "filled"],
} as const satisfies Record<Storage, readonly string[]>;
export type Operator = (typeof operators)[Storage][number];
export const operatorNames = [...new Set(Object.values(operators).flat())] as [Operator, ...Operator[]];

const choiceOperators = ["is", "isNot", "oneOf", "noneOf", "empty", "filled"] as const;

/** The operators that make sense for a question: a choice is picked, not searched for a part of its value. */
export function operatorsOf(question: Setting): readonly Operator[] {
  const { storage, operators: own } = fieldTypeOf(question);
  if (own) return own;
  return storage === "text" && choicesOf(question).length > 0 ? choiceOperators : operators[storage];
}

const operatorLabels: Record<Operator, Bilingual> = {
  is: { fr: "est", en: "is" },
  isNot: { fr: "n’est pas", en: "is not" },
  contains: { fr: "contient", en: "contains" },
  notContains: { fr: "ne contient pas", en: "does not contain" },
  oneOf: { fr: "parmi", en: "is one of" },
  noneOf: { fr: "hormis", en: "is none of" },
  atLeast: { fr: "au moins", en: "at least" },
  atMost: { fr: "au plus", en: "at most" },
  above: { fr: "plus de", en: "more than" },
  below: { fr: "moins de", en: "less than" },
  between: { fr: "est compris entre", en: "is between" },
  includes: { fr: "contient le choix", en: "includes the choice" },
  excludes: { fr: "ne contient pas le choix", en: "does not include the choice" },
  empty: { fr: "vide", en: "is empty" },
  filled: { fr: "renseigné", en: "is filled in" },
};
const dateLabels: Partial<Record<Operator, Bilingual>> = {
  atLeast: { fr: "à partir du", en: "from" },
  atMost: { fr: "jusqu’au", en: "until" },
  above: { fr: "après le", en: "after" },
  below: { fr: "avant le", en: "before" },
};

/** An operator as it is read between a question's label and a value. */
export const operatorLabel = (operator: Operator, storage: Storage): Bilingual =>
  (storage === "date" ? dateLabels[operator] : undefined) ?? operatorLabels[operator];

const FilterText = singleLine().min(1).max(500);
const FilterValue = z.union([
  FilterText,
  z.number(),
  z.boolean(),
  z.array(FilterText).min(1).max(100),
  z.array(z.number()).length(2),
]);

const one = (value: unknown) => value !== undefined && !Array.isArray(value);
const ordered = (value: unknown) => typeof value === "number" || typeof value === "string";
const isText = (value: unknown) => typeof value === "string";
const none = (value: unknown) => value === undefined;
const texts = (value: unknown) => Array.isArray(value) && value.every(isText);

/** Whether a value is of the kind that its operator compares with. */
const suits: Record<Operator, (value: unknown) => boolean> = {
  is: one,
  isNot: one,
  contains: isText,
  notContains: isText,
  oneOf: texts,
  noneOf: texts,
  atLeast: ordered,
  atMost: ordered,
  above: ordered,
  below: ordered,
  between: (value) => Array.isArray(value) && value.length === 2,
  includes: isText,
  excludes: isText,
  empty: none,
  filled: none,
};

const criterion = { operator: z.enum(operatorNames), value: FilterValue.optional() };
const suited = ({ operator, value }: { operator: Operator; value?: unknown }) => suits[operator](value);
const unsuited = { params: { rule: "filterValue" }, path: ["value"] };

/**
 * One criterion on the answers to a question. Dates are days, 'YYYY-MM-DD'; choices are given by their value. What is not,
 * does not contain… is everything else, the empty included.
 */
export const AnswerFilter = z.object({ questionId: z.uuid(), ...criterion }).refine(suited, unsuited);
export type AnswerFilter = z.infer<typeof AnswerFilter>;

/** One criterion on a field that every record has: its owner, its creation date… */
export const FieldFilter = z.object({ field: z.string().min(1).max(40), ...criterion }).refine(suited, unsuited);
export type FieldFilter = z.infer<typeof FieldFilter>;

const Criterion = z.union([AnswerFilter, FieldFilter]);
export type Criterion = AnswerFilter | FieldFilter;

/** How the criteria of a group join: « Toutes les conditions » or « Au moins une ». */
const match = z.enum(["all", "any"]);
const FilterGroup = z.object({ match, criteria: z.array(Criterion).min(1).max(20) });
export type FilterGroup = z.infer<typeof FilterGroup>;

type Items = (Criterion | FilterGroup)[];

/** Every criterion of a tree, in the order it is written. */
export const criteriaOf = ({ items }: { items: Items }): Criterion[] =>
  items.flatMap((item) => ("criteria" in item ? item.criteria : [item]));

/** Criteria and groups of criteria, joined: as deep as it goes, and 50 criteria in all. */
export const FilterTree = z
  .object({ match, items: z.array(z.union([Criterion, FilterGroup])).max(20) })
  .refine(({ items }) => criteriaOf({ items }).length <= 50, { params: { rule: "filterValue" }, path: ["items"] });
export type FilterTree = z.infer<typeof FilterTree>;

const negative: readonly Operator[] = ["isNot", "notContains", "noneOf", "excludes", "empty"];

/** Whether who gave no answer at all meets a criterion. */
export const meetsUnanswered = ({ operator }: Pick<AnswerFilter, "operator">): boolean => negative.includes(operator);

const ofStorage: Record<Storage, (value: unknown) => boolean> = {
  text: isText,
  number: (value) => typeof value === "number",
  date: (value) => typeof value === "string" && isDay(value),
  boolean: (value) => typeof value === "boolean",
  texts: (value) => typeof value === "string",
};

/** Whether a criterion can be asked of a question: its operator is one of the question's, its value of the same kind. */
export const filterFits = (question: Setting, { operator, value }: Pick<AnswerFilter, "operator" | "value">): boolean =>
  operatorsOf(question).includes(operator) &&
  suits[operator](value) &&
  (value === undefined || [value].flat().every(ofStorage[storageOf(question)]));

/** A field that every record has, as far as filters go: asked like a question of the same setting. */
export interface FilterField {
  setting: Setting;
  /** It holds the id of another record. */
  reference?: true;
  /** It is never empty. */
  always?: true;
}

/** The operators that make sense for a field. */
export const fieldOperatorsOf = ({ setting, reference, always }: FilterField): readonly Operator[] =>
  (reference ? choiceOperators : operatorsOf(setting)).filter(
    (operator) => !always || (operator !== "empty" && operator !== "filled"),
  );

const isId = (value: unknown) => z.uuid().safeParse(value).success;

/** Whether a criterion can be asked of a field. */
export const fieldFilterFits = (field: FilterField, { operator, value }: Pick<FieldFilter, "operator" | "value">) =>
  fieldOperatorsOf(field).includes(operator) &&
  suits[operator](value) &&
  (value === undefined || [value].flat().every(field.reference ? isId : ofStorage[storageOf(field.setting)]));

/**
 * Where a day begins and ends among the stored answers to a question kept as dates: `from <= answer < before`, compared as
 * text (days and UTC instants both sort so). A day lasts 23 to 25 hours on the clocks of Paris.
 */
export function dayBoundsOf(question: Setting, day: string): DayBounds {
  const bounds = fieldTypeOf(question).dayBounds;
  return bounds ? bounds(day) : { from: day, before: day };
}

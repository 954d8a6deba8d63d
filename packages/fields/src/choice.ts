import { z } from "zod";
import type { Locale } from "./field-type.ts";
import { fold, singleLine } from "./words.ts";

/** « Choix proposés » (guide 2.5): what is read, and the value that files and the database carry. */
export const Choice = z.object({
  label: singleLine().min(1).max(200),
  /** No comma nor semicolon: they separate several choices in a cell. */
  value: singleLine()
    .min(1)
    .max(64)
    .refine((value) => value === "" || /^[\p{L}\p{N}][\p{L}\p{N} _.\-/]*$/u.test(value), {
      params: { rule: "choiceValue" },
    }),
});
export type Choice = z.output<typeof Choice>;

/** The choices of a question: at least one, values and labels told apart even without their case and accents. */
export const Choices = z.object({
  choices: z
    .array(Choice)
    .max(1000)
    .refine((choices) => choices.length > 0, { params: { rule: "noChoice" } })
    .check((ctx) => {
      for (const key of ["value", "label"] as const) {
        const seen = new Set<string>();
        for (const [index, choice] of ctx.value.entries()) {
          const folded = fold(choice[key]);
          if (seen.has(folded))
            ctx.issues.push({
              code: "custom",
              input: choice[key],
              params: { rule: key === "value" ? "sameValue" : "sameLabel", given: choice[key] },
              path: [index, key],
            });
          seen.add(folded);
        }
      }
    }),
});
export type Choices = z.output<typeof Choices>;

export const choiceParameters = [
  { name: "choices", kind: "choices", label: { fr: "Choix proposés", en: "Choices" } },
] as const;

interface Index {
  labels: Map<string, string>;
  rank: Map<string, number>;
  folded: Map<string, string>;
  /** How many signs that part choices stand within one name, at most. */
  longest: number;
}
const indexes = new WeakMap<object, Index>();

/** A spreadsheet takes « 50 % » for a percentage, and shows « 50% » or « 50,00 % ». */
const percentKey = (text: string): string =>
  fold(text).replace(/(\d+)(?:[.,](\d*?)0*)?\s*%/g, (_, whole: string, rest = "") => `${whole}${rest && `,${rest}`}%`);

/** Lookups of a list of choices, built once: an import asks them for every cell. */
function indexOf({ choices }: Choices): Index {
  const known = indexes.get(choices);
  if (known) return known;
  const index: Index = {
    labels: new Map(choices.map(({ value, label }) => [value, label])),
    rank: new Map(choices.map(({ value }, rank) => [value, rank])),
    // Later entries win: a value is recognised before a label.
    folded: new Map([
      ...choices.map(({ label, value }) => [percentKey(label), value] as const),
      ...choices.map(({ label, value }) => [fold(label), value] as const),
      ...choices.map(({ value }) => [fold(value), value] as const),
    ]),
    longest: Math.max(0, ...choices.map(({ label }) => label.split(/[;,]/).length - 1)),
  };
  indexes.set(choices, index);
  return index;
}

const labelOf = (config: Choices, value: string): string => indexOf(config).labels.get(value) ?? value;

/** The value of a choice, recognised by its value or its label, whatever the case, accents and spaces. */
function findChoice(text: string, config: Choices): string | undefined {
  const index = indexOf(config);
  return index.labels.has(text) ? text : (index.folded.get(fold(text)) ?? index.folded.get(percentKey(text)));
}

/** The value of the choice that a text names, or the text itself. */
export const parseChoice = (text: string, config: Choices): string => findChoice(text, config) ?? text.trim();

/**
 * The values of the choices that a text names, separated by `;`, a line break or a comma; a choice that has such a sign in its
 * name is told by the longest name that fits: « A, C, B » is « A, C » and « B ». A part that names none comes back as it is.
 */
export function parseChoices(text: string, config: Choices): string[] {
  // Parts and, between them, the signs that part them.
  const pieces = text.replace(/(\d),0+(?=\s*%)/g, "$1").split(/([;,]|[\r\n]+)/);
  const { longest } = indexOf(config);
  const values: string[] = [];
  for (let at = 0; at < pieces.length; ) {
    let end = Math.min(pieces.length, at + 2 * longest + 1);
    while (end > at + 1 && findChoice(pieces.slice(at, end).join(""), config) === undefined) end -= 2;
    const part = pieces.slice(at, end).join("");
    if (part.trim() !== "") values.push(parseChoice(part, config));
    at = end + 1;
  }
  return [...new Set(values)];
}

/** One value of the list; the value refused travels with the issue. */
export const choiceWithin = (config: Choices) =>
  z.string().check((ctx) => {
    if (!indexOf(config).labels.has(ctx.value))
      ctx.issues.push({ code: "custom", input: ctx.value, params: { rule: "choice", given: ctx.value.slice(0, 100) } });
  });

/** Some values of the list, each once, in the order of the list. */
export const choicesWithin = (config: Choices) =>
  z
    .array(choiceWithin(config))
    .max(1000)
    .refine((values) => values.length > 0, { params: { rule: "required" }, abort: true })
    .overwrite((values) => {
      const { rank } = indexOf(config);
      return [...new Set(values)].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
    });

export const choiceText = (value: string, config: Choices, _locale?: Locale): string => labelOf(config, value);

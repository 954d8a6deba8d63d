import { z } from "zod";
import type { Choice } from "./choice.ts";
import type { FieldType, FileRef, Locale, UploadRule } from "./field-type.ts";
import type { Question } from "./question.ts";
import { fieldTypeOf } from "./registry.ts";

/** The answers of a record, by question id. */
export type Answers = Record<string, unknown>;

/** What of a question says which answers it takes. */
export type Setting = Pick<Question, "type" | "config">;

/** A question's type, its configuration with every default filled in, and the schema of one answer. */
interface Judge {
  type: FieldType;
  // biome-ignore lint/suspicious/noExplicitAny: each type knows its own configuration.
  config: any;
  value: z.ZodType;
}
const judges = new WeakMap<object, Map<string, Judge | null>>();

/** Built once per configuration: an import or an export asks it for every cell. Null when the configuration is broken. */
export function judgeOf({ type: name, config }: Setting): Judge | null {
  const known = judges.get(config) ?? new Map<string, Judge | null>();
  judges.set(config, known);
  let judge = known.get(name);
  if (judge === undefined) {
    const type = fieldTypeOf({ type: name }) as FieldType | undefined;
    const parsed = type?.config.safeParse(config);
    judge = type && parsed?.success ? { type, config: parsed.data, value: type.value(parsed.data) } : null;
    known.set(name, judge);
  }
  return judge;
}

const isBlank = (answer: unknown) => answer === null || answer === undefined;

/**
 * The schema of a record's answers, given its questions: the same one in the form, the route and the import. Strict: an
 * unknown question is refused. Null erases an answer; a required question refuses it, and its absence.
 */
export function answersSchema(questions: readonly (Setting & Pick<Question, "id" | "required">)[]): z.ZodType<Answers> {
  const broken = z.unknown().refine(isBlank, { params: { rule: "brokenQuestion" } });
  const given = z
    .unknown()
    .refine((answer) => !isBlank(answer), { params: { rule: "required" }, abort: true }) as z.ZodType<unknown>;
  return z.strictObject(
    Object.fromEntries(
      questions.map((question) => {
        const value = judgeOf(question)?.value ?? broken;
        return [question.id, question.required ? given.pipe(value as z.ZodType<unknown, unknown>) : value.nullish()];
      }),
    ),
  );
}

/** The answers that a new record starts with: the default answers of the questions still asked. */
export const defaultAnswers = (questions: readonly Question[]): Answers =>
  Object.fromEntries(
    questions.flatMap((question) => {
      if (question.archivedAt !== null || isBlank(question.defaultAnswer)) return [];
      const answer = judgeOf(question)?.value.safeParse(question.defaultAnswer);
      return answer?.success ? [[question.id, answer.data]] : [];
    }),
  );

/** The choices that a question proposes, or an empty list when its type has none. */
export function choicesOf(question: Setting): readonly Choice[] {
  const judge = judgeOf(question);
  const parameter = judge?.type.parameters.find(({ kind }) => kind === "choices");
  return judge && parameter ? judge.config[parameter.name] : [];
}

/** How texts that answer a question are told apart: by the code of a choice, as e-mails, or as people write. */
export const comparedAs = (question: Setting): "choice" | "email" | "text" =>
  choicesOf(question).length > 0 ? "choice" : (fieldTypeOf(question).comparesAs ?? "text");

/** A value that files can carry, made from a label. */
const valueFor = (label: string) =>
  label
    .replace(/[^\p{L}\p{N} _.\-/]+/gu, " ")
    .replace(/^[^\p{L}\p{N}]+/u, "")
    .replace(/\s+/g, " ")
    .slice(0, 64)
    .trim();

/**
 * A question's configuration once it offers every choice that cells name, and which it does not offer yet; null when that is
 * none, or its type has no choices. A choice that can't be one (too long, without letter nor digit, too many) is left out.
 */
export function namedChoices(
  question: Setting,
  cells: readonly string[],
): { config: Record<string, unknown>; added: Choice[] } | null {
  const judge = judgeOf(question);
  const parameter = judge?.type.parameters.find(({ kind }) => kind === "choices");
  if (!judge || !parameter) return null;
  const known = new Set(choicesOf(question).map(({ value }) => value));
  const named = new Set(
    [...new Set(cells)]
      .filter((cell) => cell.trim() !== "")
      .flatMap((cell) => judge.type.parse(cell, judge.config) as string | string[])
      .filter((value) => !known.has(value)),
  );
  let config = question.config;
  const added: Choice[] = [];
  for (const name of named) {
    const choice = { label: name.trim(), value: valueFor(name) };
    const grown = { ...config, [parameter.name]: [...choicesOf({ ...question, config }), choice] };
    if (!judge.type.config.safeParse(grown).success) continue;
    config = grown;
    added.push(choice);
  }
  return added.length === 0 ? null : { config, added };
}

/** What may be uploaded as an answer to a question; null when it doesn't ask for files. */
export function uploadRuleOf(question: Setting): UploadRule | null {
  const judge = judgeOf(question);
  return judge?.type.upload?.(judge.config) ?? null;
}

/** The stored files that an answer names; none when its question asks for something else. Never throws. */
export function filesOf(question: Setting, answer: unknown): readonly FileRef[] {
  const judge = isBlank(answer) ? null : judgeOf(question);
  const files = judge?.type.upload ? judge.value.safeParse(answer) : undefined;
  return files?.success ? (files.data as FileRef[]) : [];
}

const plain = (part: unknown): string => (typeof part === "string" ? part : (JSON.stringify(part) ?? ""));
/** What is written of an answer that its question no longer allows. */
const asItIs = (answer: unknown, separator: string) =>
  Array.isArray(answer) ? answer.map(plain).join(separator) : plain(answer);

/** An answer as a person reads it, on screens and in mail merge; empty without one. Never throws, even on a stale answer. */
export function answerText(question: Setting, answer: unknown, locale: Locale = "fr"): string {
  if (isBlank(answer)) return "";
  const judge = judgeOf(question);
  const valid = judge?.value.safeParse(answer);
  return judge && valid?.success ? judge.type.toText(valid.data, judge.config, locale) : asItIs(answer, ", ");
}

/** An answer as an Excel cell; empty without one. Never throws, even on a stale answer. */
export function answerCell(question: Setting, answer: unknown): string | number {
  if (isBlank(answer)) return "";
  const judge = judgeOf(question);
  const valid = judge?.value.safeParse(answer);
  return judge && valid?.success ? judge.type.toCell(valid.data, judge.config) : asItIs(answer, ";");
}

export interface Conversion {
  /** Whether the answer stays whole. */
  kept: boolean;
  /** What stays of it: some of several choices when the others are gone, null when nothing stays. */
  answer: unknown;
}

/**
 * What an answer becomes when its question changes of type, choices or bounds: it goes through the text or the cell that
 * the old setting writes, read by the new one. Never throws.
 */
export function convertAnswer(from: Setting, to: Setting, answer: unknown): Conversion {
  if (isBlank(answer)) return { kept: true, answer: null };
  const target = judgeOf(to);
  // What a text names as a file was uploaded by nobody: it must not open one.
  if (!target || (target.type.upload && from.type !== to.type)) return { kept: false, answer: null };
  if (from.type === to.type) {
    const same = target.value.safeParse(answer);
    if (same.success) return { kept: true, answer: same.data };
  }
  const texts = [answerText(from, answer), String(answerCell(from, answer))];
  // A choice is known by its value first; a text shows its label.
  if (choicesOf(to).length > 0) texts.reverse();
  const candidates = texts.map((text) => target.type.parse(text, target.config));
  for (const candidate of candidates) {
    const converted = target.value.safeParse(candidate);
    if (converted.success) return { kept: true, answer: converted.data };
  }
  for (const candidate of candidates) {
    const some = Array.isArray(candidate) ? candidate.filter((part) => target.value.safeParse([part]).success) : [];
    if (some.length > 0) return { kept: false, answer: target.value.parse(some) };
  }
  return { kept: false, answer: null };
}

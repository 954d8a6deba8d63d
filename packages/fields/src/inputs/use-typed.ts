import { useState } from "react";
import type { z } from "zod";
import type { FieldInputProps } from "../field-input.ts";
import type { FieldType } from "../field-type.ts";
import { issueSentence } from "../issue.ts";

/** What an answer looks like in its input while nobody types. It must be read back by the type's `parse`. */
// biome-ignore lint/suspicious/noExplicitAny: each type knows its own configuration and answer.
export type Show = (answer: any, config: any, locale: FieldInputProps["locale"]) => string;

const same = (a: unknown, b: unknown) => Object.is(a ?? null, b ?? null);

/**
 * The text of an input that is typed in. It stays as typed while it is being typed and while it is no answer; it is written
 * properly when the input is left, and follows a value that comes from elsewhere (a reset, a saved draft).
 */
export function useTyped(
  type: FieldType,
  { config: setting, value, onChange, onBlur, locale }: FieldInputProps,
  show: Show = type.toText,
  /** What people type beyond what files hold: « demain ». Null: not understood. */
  read: (text: string) => unknown = () => null,
) {
  const parsed = type.config.safeParse(setting);
  const config = parsed.success ? parsed.data : type.config.parse({});
  const written = (answer: unknown) => {
    if (answer === null || answer === undefined) return "";
    const valid = type.value(config).safeParse(answer);
    return valid.success ? show(valid.data, config, locale) : String(answer);
  };
  const [typed, setTyped] = useState(() => ({ text: written(value), answer: value, seen: value }));
  // Only a value that changed, and is not the one just typed, replaces the text: a slow parent must not undo what is typed.
  if (!same(typed.seen, value))
    setTyped(
      same(typed.answer, value) ? { ...typed, seen: value } : { text: written(value), answer: value, seen: value },
    );

  const answerWith = (answer: unknown, text: string) => {
    setTyped({ text, answer, seen: value });
    onChange(answer);
  };
  const judged = type.value(config).safeParse(typed.answer);
  const blank = typed.answer === null || typed.answer === undefined || typed.answer === "";
  return {
    text: typed.text,
    config,
    /** What is wrong with the text as it stands; an empty one is right here. */
    fault: blank || judged.success ? null : issueSentence(judged.error.issues[0] as z.core.$ZodIssue, locale),
    type: (text: string) => answerWith(read(text) ?? type.parse(text, config), text),
    /** Puts an answer chosen otherwise than by typing. */
    put: (answer: unknown) => answerWith(answer, written(answer)),
    leave: () => {
      setTyped({ ...typed, text: written(typed.answer) });
      onBlur?.();
    },
  };
}

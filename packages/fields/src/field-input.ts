import type { ComponentType } from "react";
import type { Locale } from "./field-type.ts";

/** What every input takes, whatever the type of its question. */
export interface FieldInputProps {
  id?: string;
  /** The question: it is the accessible name of the input. */
  label: string;
  description?: string | undefined;
  required?: boolean | undefined;
  error?: string | undefined;
  disabled?: boolean | undefined;
  autoFocus?: boolean | undefined;
  /** The question's configuration; what is left out has its default. */
  config: Readonly<Record<string, unknown>>;
  /** The answer, or the text typed so far when it is not one yet. */
  value: unknown;
  /** An answer, null for none, or the text typed when it can't be understood: `value` of the type then refuses it. */
  onChange(value: unknown): void;
  onBlur?: (() => void) | undefined;
  locale: Locale;
}
export type FieldInput = ComponentType<FieldInputProps>;

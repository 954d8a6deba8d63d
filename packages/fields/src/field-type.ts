import type { z } from "zod";
import type { Operator } from "./filter.ts";

/** The languages of the screens. */
export type Locale = "fr" | "en";
/** A text as it is shown, in each language. */
export type Bilingual = Readonly<Record<Locale, string>>;

/** How an answer is kept and compared. Filters, sorts and reports know these five, never a field type. */
export type Storage = "text" | "number" | "date" | "boolean" | "texts";

/** One setting of a field type, as the administrator's screen generates it. */
export interface Parameter {
  /** The key in the type's configuration. */
  name: string;
  kind: "integer" | "number" | "date" | "text" | "option" | "choices";
  label: Bilingual;
  /** Of the kind "option": what it is one of; without any, the first. */
  options?: readonly { value: string; label: Bilingual }[];
}

/** A stored file, as answers name it. */
export interface FileRef {
  id: string;
  name: string;
}

/** What may be uploaded as an answer. */
export interface UploadRule {
  maxBytes: number;
  maxFiles: number;
  /** Judges the media type that was found in the bytes. */
  accepts(mediaType: string): boolean;
  /** For the file picker of a browser: what it proposes; empty for anything. */
  picker: string;
}

/** Days on an axis of stored answers that sort as text: `from` is in, `before` is out (« infinity » after the last day of all). */
export interface DayBounds {
  from: string;
  before: string;
}

/** What a question can ask for. Adding one is a folder under `types/` and a line in each half of the registry. */
// biome-ignore lint/suspicious/noExplicitAny: a list of types knows nothing of each one's configuration and answer.
export interface FieldType<Config extends z.ZodType = any, Value extends z.ZodType = any> {
  label: Bilingual;
  /** One short line for whoever chooses the type. */
  description: Bilingual;
  storage: Storage;
  /** What the administrator sets on the question: choices, bounds… Everything but the choices may be left out. */
  config: Config;
  /** The configuration as a list, from which its screen is generated. */
  parameters: readonly Parameter[];
  /** The schema of one answer, given that setting. */
  value(config: z.output<Config>): Value;
  /**
   * Text of an Excel cell or of a form → a candidate answer, that `value` then judges. Never throws. Blank gives null;
   * what can't be understood comes back as it is, so that `value` refuses it. A stored answer is understood too.
   */
  parse(text: string, config: z.output<Config>): unknown;
  /** The answer as an Excel cell; `parse(String(cell))` gives it back. */
  toCell(answer: z.output<Value>, config: z.output<Config>): string | number;
  /** The answer as a person reads it: screens, mail merge. French unless told otherwise. */
  toText(answer: z.output<Value>, config: z.output<Config>, locale?: Locale): string;
  /** For the storage "date": where a day of the calendar ('YYYY-MM-DD') begins and ends among stored answers. */
  dayBounds?(day: string): DayBounds;
  /** For the storage "text": two answers are the same when they reach the same person (`emailKey`). */
  comparesAs?: "email";
  /** The operators that make sense, when not all those of its storage do. */
  operators?: readonly Operator[];
  /** Of a type whose answer reaches somebody: by which way. */
  reach?: "email" | "phone";
  /** Of a type whose answers are uploaded files: an answer is a list of `FileRef`. */
  upload?(config: z.output<Config>): UploadRule;
}

/** Declares a field type, checking that its parts agree on its configuration and answer. */
export const defineFieldType = <C extends z.ZodType, V extends z.ZodType>(type: FieldType<C, V>): FieldType<C, V> =>
  type;

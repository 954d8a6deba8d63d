import type { FieldType, Storage } from "./field-type.ts";
import { address } from "./types/address/address.ts";
import { amount } from "./types/amount/amount.ts";
import { boolean } from "./types/boolean/boolean.ts";
import { date } from "./types/date/date.ts";
import { dateTime } from "./types/date-time/date-time.ts";
import { email } from "./types/email/email.ts";
import { file } from "./types/file/file.ts";
import { longText } from "./types/long-text/long-text.ts";
import { multipleChoice } from "./types/multiple-choice/multiple-choice.ts";
import { number } from "./types/number/number.ts";
import { phone } from "./types/phone/phone.ts";
import { radioChoice } from "./types/radio-choice/radio-choice.ts";
import { scale } from "./types/scale/scale.ts";
import { singleChoice } from "./types/single-choice/single-choice.ts";
import { text } from "./types/text/text.ts";
import { url } from "./types/url/url.ts";

/** The ONE list of field types, in the order of the picker. A new type is one folder under `types/` and one line here. */
export const fieldTypes = {
  text,
  "long-text": longText,
  number,
  amount,
  date,
  "date-time": dateTime,
  boolean,
  "single-choice": singleChoice,
  "radio-choice": radioChoice,
  "multiple-choice": multipleChoice,
  email,
  phone,
  url,
  address,
  scale,
  file,
} as const satisfies Record<string, FieldType>;

export type FieldTypeName = keyof typeof fieldTypes;
export const fieldTypeNames = Object.keys(fieldTypes) as [FieldTypeName, ...FieldTypeName[]];
export const isFieldTypeName = (name: string): name is FieldTypeName => Object.hasOwn(fieldTypes, name);

/** A field type whose configuration and answer are not known statically: what code that serves every type handles. */
export const fieldTypeOf = (question: { type: FieldTypeName }): FieldType => fieldTypes[question.type];

/** Whether answers are the person's own words, or anything else that no list nor unit bounds: anonymisation erases them. */
export const isFreeText = (question: { type: FieldTypeName }): boolean => {
  const { storage, parameters } = fieldTypeOf(question);
  return (storage === "text" || storage === "texts") && parameters.every(({ kind }) => kind !== "choices");
};

/** How the answers to a question are kept: all that filters, sorts and reports need to know of its type. */
export const storageOf = (question: { type: FieldTypeName }): Storage => fieldTypes[question.type].storage;

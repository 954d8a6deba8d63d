export {
  type Answers,
  answerCell,
  answersSchema,
  answerText,
  type Conversion,
  choicesOf,
  convertAnswer,
  defaultAnswers,
  type Setting,
} from "./answers.ts";
export * from "./cells.ts";
export { Choice, Choices } from "./choice.ts";
export { formatDay, formatInstant, fromParis, inParis, isDay, parseDay, parseInstant } from "./dates.ts";
export type { Bilingual, DayBounds, FieldType, Locale, Parameter, Storage } from "./field-type.ts";
export * from "./filter.ts";
export * from "./issue.ts";
export { formatNumber, parseNumber } from "./numbers.ts";
export { formatPhone, isFrenchMobile, normalisePhone, readPhone } from "./phone.ts";
export * from "./question.ts";
export * from "./registry.ts";
export { fold } from "./words.ts";

export {
  type Answers,
  answerCell,
  answersSchema,
  answerText,
  type Conversion,
  choicesOf,
  comparedAs,
  convertAnswer,
  defaultAnswers,
  filesOf,
  namedChoices,
  type Setting,
  uploadRuleOf,
} from "./answers.ts";
export * from "./cells.ts";
export { Choice, Choices } from "./choice.ts";
export { answerMeets, conditionFault, conditionFits, dependentsOf, isShown } from "./condition.ts";
export { criterionText } from "./criterion-text.ts";
export {
  addDays,
  formatDay,
  formatInstant,
  fromParis,
  inParis,
  isDay,
  isInstant,
  parseDay,
  parseInstant,
  plannedDays,
  withinDays,
} from "./dates.ts";
export { emailAddress, emailKey, readEmail } from "./email.ts";
export type { Bilingual, DayBounds, FieldType, FileRef, Locale, Parameter, Storage, UploadRule } from "./field-type.ts";
export * from "./filter.ts";
export * from "./issue.ts";
export { formatNumber, parseNumber } from "./numbers.ts";
export {
  formatPhone,
  isFrenchMobile,
  isRounded,
  normalisePhone,
  phoneForms,
  readPhone,
  spacedPhone,
  takesSms,
} from "./phone.ts";
export * from "./question.ts";
export { type Reach, reachOf } from "./reach.ts";
export * from "./registry.ts";
export { readTypedDay, readTypedInstant, todayInParis } from "./typed-day.ts";
export { type Address, addressParts } from "./types/address/address.ts";
export { safeFileName } from "./types/file/file.ts";
export { cleanLine, cleanText, fold, singleLine, storableText } from "./words.ts";

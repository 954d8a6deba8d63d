import type { FieldInput } from "./field-input.ts";
import type { FieldTypeName } from "./registry.ts";
import { AddressInput } from "./types/address/address-input.tsx";
import { AmountInput } from "./types/amount/amount-input.tsx";
import { BooleanInput } from "./types/boolean/boolean-input.tsx";
import { DateInput } from "./types/date/date-input.tsx";
import { DateTimeInput } from "./types/date-time/date-time-input.tsx";
import { EmailInput } from "./types/email/email-input.tsx";
import { FileInput } from "./types/file/file-input.tsx";
import { LongTextInput } from "./types/long-text/long-text-input.tsx";
import { MultipleChoiceInput } from "./types/multiple-choice/multiple-choice-input.tsx";
import { NumberInput } from "./types/number/number-input.tsx";
import { PhoneInput } from "./types/phone/phone-input.tsx";
import { RadioChoiceInput } from "./types/radio-choice/radio-choice-input.tsx";
import { ScaleInput } from "./types/scale/scale-input.tsx";
import { SingleChoiceInput } from "./types/single-choice/single-choice-input.tsx";
import { TextInput } from "./types/text/text-input.tsx";
import { UrlInput } from "./types/url/url-input.tsx";

export type { FieldInput, FieldInputProps } from "./field-input.ts";
export type { DayFieldLook } from "./inputs/day-input.tsx";
export { type FileStore, FileStoreContext } from "./inputs/file-store.ts";
export { ParametersInput, type ParametersInputProps } from "./parameters-input.tsx";
export { DateInput };

/** The screen half of the registry: forgetting a type here does not compile. */
export const fieldInputs: Record<FieldTypeName, FieldInput> = {
  text: TextInput,
  "long-text": LongTextInput,
  number: NumberInput,
  amount: AmountInput,
  date: DateInput,
  "date-time": DateTimeInput,
  boolean: BooleanInput,
  "single-choice": SingleChoiceInput,
  "radio-choice": RadioChoiceInput,
  "multiple-choice": MultipleChoiceInput,
  email: EmailInput,
  phone: PhoneInput,
  url: UrlInput,
  address: AddressInput,
  scale: ScaleInput,
  file: FileInput,
};

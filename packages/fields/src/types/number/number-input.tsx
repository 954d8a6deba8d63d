import type { FieldInput } from "../../field-input.ts";
import { TypedInput } from "../../inputs/typed-input.tsx";
import type { Show } from "../../inputs/use-typed.ts";
import { number } from "./number.ts";

/** Without grouping in English: what is shown must be read back, and « 1,234 » is 1.234 to a French reader. */
const show: Show = (answer, config, locale) =>
  locale === "fr" ? number.toText(answer, config, locale) : String(answer);

export const NumberInput: FieldInput = (props) => (
  <TypedInput {...props} type={number} inputMode="decimal" show={show} />
);

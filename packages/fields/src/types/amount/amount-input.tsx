import type { FieldInput } from "../../field-input.ts";
import { TypedInput } from "../../inputs/typed-input.tsx";
import type { Show } from "../../inputs/use-typed.ts";
import { formatNumber } from "../../numbers.ts";
import { amount } from "./amount.ts";

/** Without grouping in English: what is shown must be read back, and « 1,234 » is 1.234 to a French reader. */
const show: Show = (answer, _config, locale) =>
  locale === "fr" ? formatNumber(answer, locale, 2, 2) : answer.toFixed(2);

export const AmountInput: FieldInput = (props) => (
  <TypedInput {...props} type={amount} inputMode="decimal" rightSection="€" show={show} />
);

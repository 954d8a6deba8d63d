import { typedInput } from "../../inputs/typed-input.tsx";
import { formatNumber } from "../../numbers.ts";
import { amount } from "./amount.ts";

/** Without grouping in English: what is shown must be read back, and « 1,234 » is 1.234 to a French reader. */
export const AmountInput = typedInput(amount, {
  inputMode: "decimal",
  autoComplete: "off",
  rightSection: "€",
  show: (answer, _config, locale) => (locale === "fr" ? formatNumber(answer, locale, 2, 2) : answer.toFixed(2)),
});

import { typedInput } from "../../inputs/typed-input.tsx";
import { number } from "./number.ts";

/** Without grouping in English: what is shown must be read back, and « 1,234 » is 1.234 to a French reader. */
export const NumberInput = typedInput(number, {
  inputMode: "decimal",
  autoComplete: "off",
  show: (answer, config, locale) => (locale === "fr" ? number.toText(answer, config, locale) : String(answer)),
});

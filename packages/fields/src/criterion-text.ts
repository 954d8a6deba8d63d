import { formatDay } from "./dates.ts";
import type { Locale, Storage } from "./field-type.ts";
import { type Criterion, operatorLabel } from "./filter.ts";
import { formatNumber } from "./numbers.ts";

/** What a criterion is about, as far as reading it goes. */
interface ReadSubject {
  label: string;
  storage: Storage;
  choices: readonly { value: string; label: string }[];
}

const words = { yes: { fr: "Oui", en: "Yes" }, no: { fr: "Non", en: "No" }, and: { fr: "et", en: "and" } } as const;

/** « Ville contient Rennes »: a criterion as it is read. */
export function criterionText(
  { label, storage, choices }: ReadSubject,
  { operator, value }: Pick<Criterion, "operator" | "value">,
  locale: Locale,
): string {
  const one = (part: string | number | boolean): string => {
    if (typeof part === "boolean") return words[part ? "yes" : "no"][locale];
    // A plain space between thousands: what is read can be searched and pasted.
    if (typeof part === "number") return formatNumber(part, locale, 0, 3).replace(/[\u00a0\u202f]/g, " ");
    return storage === "date" ? formatDay(part) : (choices.find((choice) => choice.value === part)?.label ?? part);
  };
  const parts = value === undefined ? [] : [value].flat().map(one);
  const said = operator === "between" ? parts.join(` ${words.and[locale]} `) : parts.join(", ");
  return `${label} ${operatorLabel(operator, storage)[locale]} ${said}`.trim();
}

import { z } from "zod";
import { defineFieldType } from "../../field-type.ts";
import { formatNumber, numberWithin, orderedRange, parseNumber, range } from "../../numbers.ts";
import { unlessBlank } from "../../words.ts";

export const number = defineFieldType({
  label: { fr: "Nombre", en: "Number" },
  description: { fr: "Une quantité, avec ou sans décimales", en: "A quantity, with or without decimals" },
  storage: "number",
  config: z
    .object({ ...range, decimals: z.int().min(0).max(10).optional() })
    .refine(orderedRange.check, orderedRange.error),
  parameters: [
    { name: "min", kind: "number", label: { fr: "Valeur la plus petite", en: "Smallest value" } },
    { name: "max", kind: "number", label: { fr: "Valeur la plus grande", en: "Largest value" } },
    { name: "decimals", kind: "integer", label: { fr: "Nombre de décimales au plus", en: "Decimals at most" } },
  ],
  value: numberWithin,
  // « 12,5 % » says 12,5, as the question counts in percent.
  parse: unlessBlank((cell) => parseNumber(cell.replace(/\s*%\s*$/, "")) ?? cell.trim()),
  toCell: (answer) => answer,
  toText: (answer, { decimals }, locale = "fr") => formatNumber(answer, locale, 0, decimals ?? 10),
});

import { z } from "zod";
import { defineFieldType } from "../../field-type.ts";
import { formatNumber, numberWithin, orderedRange, parseNumber, range } from "../../numbers.ts";
import { unlessBlank } from "../../words.ts";

/** Euros, to the cent. */
export const amount = defineFieldType({
  label: { fr: "Montant", en: "Amount" },
  description: { fr: "Une somme en euros, avec les centimes", en: "A sum in euros, with cents" },
  storage: "number",
  config: z.object(range).refine(orderedRange.check, orderedRange.error),
  parameters: [
    { name: "min", kind: "number", label: { fr: "Montant le plus petit (€)", en: "Smallest amount (€)" } },
    { name: "max", kind: "number", label: { fr: "Montant le plus grand (€)", en: "Largest amount (€)" } },
  ],
  value: ({ min, max }) => numberWithin({ min, max, decimals: 2 }),
  parse: unlessBlank((cell) => parseNumber(cell) ?? cell.trim()),
  toCell: (answer) => answer,
  toText: (answer, _config, locale = "fr") => {
    const figure = formatNumber(Math.abs(answer), locale, 2, 2);
    const sign = answer < 0 ? "-" : "";
    return locale === "fr" ? `${sign}${figure}\u00a0€` : `${sign}€${figure}`;
  },
});

import { z } from "zod";
import { defineFieldType } from "../../field-type.ts";
import { numberWithin, parseNumber } from "../../numbers.ts";
import { singleLine, unlessBlank } from "../../words.ts";

const end = () => singleLine().max(60).default("");

/** A mark from 1 to as many as ten, with words for both ends: « Pas du tout » … « Tout à fait ». */
export const scale = defineFieldType({
  label: { fr: "Échelle", en: "Scale" },
  description: { fr: "Une note, de 1 à 10 au plus", en: "A mark, from 1 to 10 at most" },
  storage: "number",
  config: z.object({ size: z.int().min(3).max(10).default(5), low: end(), high: end() }),
  parameters: [
    {
      name: "size",
      kind: "integer",
      label: { fr: "Note la plus haute (3 à 10, 5 sinon)", en: "Highest mark (3 to 10, else 5)" },
    },
    { name: "low", kind: "text", label: { fr: "Libellé de la note 1", en: "Words for mark 1" } },
    { name: "high", kind: "text", label: { fr: "Libellé de la note la plus haute", en: "Words for the highest mark" } },
  ],
  value: ({ size }) => numberWithin({ min: 1, max: size, decimals: 0 }),
  parse: unlessBlank((cell, { size }) => {
    const [mark = "", of, ...others] = cell.split("/");
    const whole = of === undefined || (others.length === 0 && parseNumber(of) === size);
    return (whole ? parseNumber(mark) : null) ?? cell.trim();
  }),
  toCell: (answer) => answer,
  toText: (answer, { size }) => `${answer}/${size}`,
});

import { z } from "zod";
import { defineFieldType } from "../../field-type.ts";
import { fold, unlessBlank } from "../../words.ts";

const yes = new Set(["oui", "o", "vrai", "v", "1", "x", "true", "yes", "y", "on"]);
const no = new Set(["non", "n", "faux", "f", "0", "false", "no", "off"]);

export const boolean = defineFieldType({
  label: { fr: "Oui / Non", en: "Yes / No" },
  description: { fr: "Une réponse par oui ou par non", en: "Answered by yes or no" },
  storage: "boolean",
  config: z.object({}),
  parameters: [],
  value: () => z.boolean(),
  parse: unlessBlank((cell) => {
    const word = fold(cell);
    return yes.has(word) ? true : no.has(word) ? false : cell.trim();
  }),
  toCell: (answer) => (answer ? "Oui" : "Non"),
  toText: (answer, _config, locale = "fr") => (locale === "fr" ? (answer ? "Oui" : "Non") : answer ? "Yes" : "No"),
});

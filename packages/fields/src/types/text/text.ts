import { z } from "zod";
import { defineFieldType } from "../../field-type.ts";
import { singleLine, unlessBlank } from "../../words.ts";

export const text = defineFieldType({
  label: { fr: "Texte court", en: "Short text" },
  description: { fr: "Une ligne de texte libre", en: "One line of free text" },
  storage: "text",
  config: z.object({ maxLength: z.int().min(1).max(255).default(255) }),
  parameters: [
    { name: "maxLength", kind: "integer", label: { fr: "Nombre de caractères au plus", en: "Characters at most" } },
  ],
  value: ({ maxLength }) => singleLine().min(1).max(maxLength),
  parse: unlessBlank((cell) => cell),
  toCell: (answer) => answer,
  toText: (answer) => answer,
});

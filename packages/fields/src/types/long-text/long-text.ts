import { z } from "zod";
import { defineFieldType } from "../../field-type.ts";
import { storableText, unlessBlank } from "../../words.ts";

export const longText = defineFieldType({
  label: { fr: "Texte long", en: "Long text" },
  description: { fr: "Plusieurs lignes de texte libre", en: "Several lines of free text" },
  storage: "text",
  config: z.object({ maxLength: z.int().min(1).max(20_000).default(20_000) }),
  parameters: [
    { name: "maxLength", kind: "integer", label: { fr: "Nombre de caractères au plus", en: "Characters at most" } },
  ],
  value: ({ maxLength }) => storableText().min(1).max(maxLength),
  parse: unlessBlank((cell) => cell),
  toCell: (answer) => answer,
  toText: (answer) => answer,
});

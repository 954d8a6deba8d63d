import { z } from "zod";
import { defineFieldType } from "../../field-type.ts";
import { singleLine, unlessBlank } from "../../words.ts";

export const email = defineFieldType({
  label: { fr: "E-mail", en: "Email" },
  description: { fr: "Une adresse e-mail", en: "An email address" },
  storage: "text",
  config: z.object({}),
  parameters: [],
  value: () => singleLine().toLowerCase().max(320).pipe(z.email()),
  parse: unlessBlank((cell) =>
    cell
      .trim()
      .replace(/^mailto:/i, "")
      .toLowerCase(),
  ),
  toCell: (answer) => answer,
  toText: (answer) => answer,
});

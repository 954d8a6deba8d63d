import { z } from "zod";
import { emailAddress, readEmail } from "../../email.ts";
import { defineFieldType } from "../../field-type.ts";
import { unlessBlank } from "../../words.ts";

export const email = defineFieldType({
  label: { fr: "E-mail", en: "Email" },
  description: { fr: "Une adresse e-mail", en: "An email address" },
  storage: "text",
  comparesAs: "email",
  reach: "email",
  config: z.object({}),
  parameters: [],
  value: () => emailAddress(),
  parse: unlessBlank(readEmail),
  toCell: (answer) => answer,
  toText: (answer) => answer,
});

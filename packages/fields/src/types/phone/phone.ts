import { z } from "zod";
import { defineFieldType } from "../../field-type.ts";
import { formatPhone, readPhone, spacedPhone } from "../../phone.ts";
import { singleLine, unlessBlank } from "../../words.ts";

/** A phone number, kept as E.164 when it is recognised, else as its figures. */
export const phone = defineFieldType({
  label: { fr: "Téléphone", en: "Phone" },
  description: { fr: "Un numéro de téléphone, fixe ou mobile", en: "A phone number, landline or mobile" },
  storage: "text",
  reach: "phone",
  config: z.object({}),
  parameters: [],
  value: () =>
    singleLine()
      .overwrite(readPhone)
      .refine((number) => /^\+?\d{3,15}$/.test(number), { params: { rule: "phone" } }),
  parse: unlessBlank((cell) => readPhone(cell)),
  toCell: (answer) => spacedPhone(formatPhone(answer)),
  toText: formatPhone,
});

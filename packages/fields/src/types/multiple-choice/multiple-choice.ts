import { Choices, choiceParameters, choicesWithin, choiceText, parseChoices } from "../../choice.ts";
import { defineFieldType } from "../../field-type.ts";
import { unlessBlank } from "../../words.ts";

export const multipleChoice = defineFieldType({
  label: { fr: "Plusieurs choix (cases à cocher)", en: "Several choices (checkboxes)" },
  description: { fr: "Une ou plusieurs réponses à cocher", en: "One or more answers to tick" },
  storage: "texts",
  config: Choices,
  parameters: choiceParameters,
  value: choicesWithin,
  parse: unlessBlank(parseChoices),
  toCell: (answer) => answer.join(";"),
  toText: (answer, config) => answer.map((value) => choiceText(value, config)).join(", "),
});

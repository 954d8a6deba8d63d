import { Choices, choiceParameters, choiceText, choiceWithin, parseChoice } from "../../choice.ts";
import { defineFieldType } from "../../field-type.ts";
import { unlessBlank } from "../../words.ts";

export const singleChoice = defineFieldType({
  label: { fr: "1 choix parmi plusieurs options (liste déroulante)", en: "One choice among several (drop-down list)" },
  description: {
    fr: "Une seule réponse, dans une liste où l’on peut chercher",
    en: "A single answer, in a list that can be searched",
  },
  storage: "text",
  config: Choices,
  parameters: choiceParameters,
  value: choiceWithin,
  parse: unlessBlank(parseChoice),
  toCell: (answer) => answer,
  toText: choiceText,
});

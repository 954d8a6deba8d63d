import { defineFieldType } from "../../field-type.ts";
import { singleChoice } from "../single-choice/single-choice.ts";

/** The same answer as a drop-down list, asked with every choice in sight. */
export const radioChoice = defineFieldType({
  ...singleChoice,
  label: { fr: "1 choix parmi plusieurs options (puces)", en: "One choice among several (radio buttons)" },
  description: { fr: "Une seule réponse, tous les choix visibles", en: "A single answer, every choice in sight" },
});

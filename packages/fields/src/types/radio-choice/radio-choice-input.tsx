import type { FieldInput } from "../../field-input.ts";
import { choicesShown, mostInSight } from "../../inputs/choice-list.ts";
import { RadioInput } from "../../inputs/radio-input.tsx";
import { SingleChoiceInput } from "../single-choice/single-choice-input.tsx";

export const RadioChoiceInput: FieldInput = (props) => {
  const choices = choicesShown(props);
  if (choices.length > mostInSight) return <SingleChoiceInput {...props} />;
  const chosen = typeof props.value === "string" ? props.value : null;
  return <RadioInput {...props} choices={choices} chosen={chosen} onChoose={props.onChange} />;
};

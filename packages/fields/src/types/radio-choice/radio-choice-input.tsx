import type { FieldInput } from "../../field-input.ts";
import { choicesShown } from "../../inputs/choice-list.ts";
import { RadioInput } from "../../inputs/radio-input.tsx";

export const RadioChoiceInput: FieldInput = (props) => (
  <RadioInput
    {...props}
    choices={choicesShown(props)}
    chosen={typeof props.value === "string" ? props.value : null}
    onChoose={props.onChange}
  />
);

import type { FieldInput } from "../../field-input.ts";
import { RadioInput } from "../../inputs/radio-input.tsx";
import { words } from "../../inputs/screen-words.ts";

/** Neither yes nor no is an answer too: nobody has asked yet. */
export const BooleanInput: FieldInput = (props) => (
  <RadioInput
    {...props}
    inline
    choices={[
      { value: "yes", label: words.yes[props.locale] },
      { value: "no", label: words.no[props.locale] },
    ]}
    chosen={props.value === true ? "yes" : props.value === false ? "no" : null}
    onChoose={(choice) => props.onChange(choice === null ? null : choice === "yes")}
  />
);

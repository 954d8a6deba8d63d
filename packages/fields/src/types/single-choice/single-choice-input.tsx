import { Select } from "@mantine/core";
import type { FieldInput } from "../../field-input.ts";
import { choicesShown } from "../../inputs/choice-list.ts";
import { words } from "../../inputs/screen-words.ts";
import { wrapperProps } from "../../inputs/typed-input.tsx";
import { fold } from "../../words.ts";

/** A drop-down list, searched without regard to case and accents. At most 200 choices in sight: the search finds the others. */
export const SingleChoiceInput: FieldInput = (props) => (
  <Select
    {...wrapperProps(props)}
    data={choicesShown(props)}
    value={typeof props.value === "string" ? props.value : null}
    onChange={(value) => props.onChange(value)}
    onBlur={(event) => {
      // Emptying the box takes the answer back: the clear button can't be reached by keyboard.
      if (event.currentTarget.value === "" && props.value != null) props.onChange(null);
      props.onBlur?.();
    }}
    placeholder={words.choose[props.locale]}
    nothingFoundMessage={words.noMatch[props.locale]}
    clearButtonProps={{ "aria-label": `${words.clear[props.locale]} (${props.label})` }}
    filter={({ options, search }) =>
      options.filter((option) => "label" in option && fold(option.label).includes(fold(search)))
    }
    limit={200}
    searchable
    clearable
  />
);

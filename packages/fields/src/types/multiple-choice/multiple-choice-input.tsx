import { Checkbox, MultiSelect, Stack } from "@mantine/core";
import type { FieldInput } from "../../field-input.ts";
import { choicesShown, mostInSight } from "../../inputs/choice-list.ts";
import { words } from "../../inputs/screen-words.ts";
import { wrapperProps } from "../../inputs/typed-input.tsx";
import { fold } from "../../words.ts";

export const MultipleChoiceInput: FieldInput = (props) => {
  const { autoFocus, ...wrapper } = wrapperProps(props);
  const choices = choicesShown(props);
  const ticked = Array.isArray(props.value) ? (props.value as string[]) : [];
  // In the order of the list, whatever the order of the clicks: it is how the answer is stored.
  const change = (values: string[]) => {
    const answer = choices.map(({ value }) => value).filter((value) => values.includes(value));
    props.onChange(answer.length > 0 ? answer : null);
  };
  if (choices.length > mostInSight)
    return (
      <MultiSelect
        {...wrapperProps(props)}
        data={choices}
        value={ticked}
        onChange={change}
        onBlur={() => props.onBlur?.()}
        placeholder={ticked.length > 0 ? "" : words.choose[props.locale]}
        nothingFoundMessage={words.noMatch[props.locale]}
        filter={({ options, search }) =>
          options.filter((option) => "label" in option && fold(option.label).includes(fold(search)))
        }
        limit={200}
        hidePickedOptions
        searchable
      />
    );
  return (
    <Checkbox.Group {...wrapper} value={ticked} onChange={change} onBlur={() => props.onBlur?.()}>
      <Stack gap={6} mt={4}>
        {choices.map(({ value, label }, index) => (
          <Checkbox
            key={value}
            value={value}
            label={label}
            disabled={props.disabled ?? false}
            autoFocus={autoFocus && index === 0}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
};

import { Group, Input, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import type { FieldInput } from "../../field-input.ts";
import { words } from "../../inputs/screen-words.ts";
import { wrapperProps } from "../../inputs/typed-input.tsx";
import { type Address, addressOf, addressParts } from "./address.ts";

/** One field for each part of an address, under the name of the question. What is typed stays as typed. */
export const AddressInput: FieldInput = (props) => {
  const { locale, value, onChange, onBlur } = props;
  const {
    autoFocus,
    disabled,
    label,
    description,
    error,
    withAsterisk,
    "aria-required": required,
  } = wrapperProps(props);
  const read = () => addressParts(typeof value === "string" ? value : "");
  const [typed, setTyped] = useState(() => ({ parts: read(), answer: value ?? null }));
  // A value that comes from elsewhere: a reset, a saved draft.
  if (typed.answer !== (value ?? null)) setTyped({ parts: read(), answer: value ?? null });

  const part = (name: keyof Address, first = false) => ({
    label: words[name][locale],
    value: typed.parts[name],
    disabled,
    autoComplete: "off",
    autoFocus: autoFocus && first,
    "aria-required": required,
    "aria-invalid": Boolean(error),
    onBlur: () => onBlur?.(),
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      const parts = { ...typed.parts, [name]: event.currentTarget.value };
      const answer = addressOf(parts);
      setTyped({ parts, answer });
      onChange(answer);
    },
  });
  return (
    <Input.Wrapper
      label={label}
      description={description}
      error={error}
      withAsterisk={withAsterisk}
      labelElement="div"
      role="group"
      aria-label={label}
    >
      <Stack gap={6} mt={4}>
        <TextInput {...part("street", true)} />
        <Group gap={8} wrap="nowrap" align="flex-start">
          <TextInput {...part("postalCode")} w={110} />
          <TextInput {...part("city")} flex={1} />
        </Group>
        <TextInput {...part("country")} />
      </Stack>
    </Input.Wrapper>
  );
};

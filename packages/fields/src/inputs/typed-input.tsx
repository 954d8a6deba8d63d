import { Textarea, TextInput } from "@mantine/core";
import type { HTMLInputTypeAttribute, InputHTMLAttributes, ReactNode } from "react";
import type { FieldInputProps } from "../field-input.ts";
import type { FieldType } from "../field-type.ts";
import { type Show, useTyped } from "./use-typed.ts";

/** The props that every Mantine input takes from ours. */
export const wrapperProps = ({ id, label, description, required, error, disabled, autoFocus }: FieldInputProps) => ({
  ...(id === undefined ? {} : { id }),
  label,
  description,
  error,
  disabled: disabled ?? false,
  withAsterisk: required ?? false,
  "aria-required": required ?? false,
  // A form puts the keyboard in its first input when a person has just asked for it.
  autoFocus: autoFocus ?? false,
});

interface TypedInputProps extends FieldInputProps {
  type: FieldType;
  show?: Show;
  inputType?: HTMLInputTypeAttribute;
  inputMode?: InputHTMLAttributes<HTMLInputElement>["inputMode"];
  rightSection?: ReactNode;
  /** How many lines to show; one without it. */
  lines?: { least: number; most: number };
}

/** The input of a type that is typed. The browser suggests nothing: what it remembers is about the person who types. */
export function TypedInput({
  type,
  show,
  inputType = "text",
  inputMode,
  rightSection,
  lines,
  ...props
}: TypedInputProps) {
  const typed = useTyped(type, props, show);
  const common = { ...wrapperProps(props), value: typed.text, autoComplete: "off", onBlur: typed.leave };
  return lines ? (
    <Textarea
      {...common}
      autosize
      minRows={lines.least}
      maxRows={lines.most}
      onChange={(event) => typed.type(event.currentTarget.value)}
    />
  ) : (
    <TextInput
      {...common}
      type={inputType}
      inputMode={inputMode}
      rightSection={rightSection}
      onChange={(event) => typed.type(event.currentTarget.value)}
    />
  );
}

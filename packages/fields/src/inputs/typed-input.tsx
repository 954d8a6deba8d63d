import { Textarea, TextInput } from "@mantine/core";
import type { HTMLInputTypeAttribute, InputHTMLAttributes, ReactNode } from "react";
import type { FieldInput, FieldInputProps } from "../field-input.ts";
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

interface Look {
  show?: Show;
  inputType?: HTMLInputTypeAttribute;
  inputMode?: InputHTMLAttributes<HTMLInputElement>["inputMode"];
  autoComplete?: string;
  rightSection?: ReactNode;
  lines?: { least: number; most: number };
}

/** The input of a type that is typed on one line, or on several when `lines` says how many. */
export function typedInput(type: FieldType, { show, inputType = "text", lines, ...look }: Look = {}): FieldInput {
  return function TypedInput(props) {
    const typed = useTyped(type, props, show);
    const common = { ...wrapperProps(props), value: typed.text, onBlur: typed.leave };
    return lines ? (
      <Textarea {...common} autosize minRows={lines.least} maxRows={lines.most} onChange={(event) => typed.type(event.currentTarget.value)} />
    ) : (
      <TextInput {...common} {...look} type={inputType} onChange={(event) => typed.type(event.currentTarget.value)} />
    );
  };
}

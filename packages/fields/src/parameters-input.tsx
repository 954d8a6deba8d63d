import { Select, Stack } from "@mantine/core";
import type { Choice } from "./choice.ts";
import type { FieldInput } from "./field-input.ts";
import type { Locale, Parameter } from "./field-type.ts";
import { ChoicesEditor } from "./inputs/choices-editor.tsx";
import { type FieldTypeName, fieldTypes } from "./registry.ts";
import { DateInput } from "./types/date/date-input.tsx";
import { NumberInput } from "./types/number/number-input.tsx";
import { TextInput } from "./types/text/text-input.tsx";

export interface ParametersInputProps {
  type: FieldTypeName;
  /** The configuration so far; what can't be understood is in it as typed, for `config` of the type to refuse. */
  config: Readonly<Record<string, unknown>>;
  onChange(config: Record<string, unknown>): void;
  /** Sentences by path within the configuration, as the contract writes paths: "min", "choices", "choices/0/value". */
  errors?: Readonly<Record<string, string | undefined>>;
  locale: Locale;
}

const inputs: Record<
  Exclude<Parameter["kind"], "choices" | "option">,
  { Input: FieldInput; config: Record<string, unknown> }
> = {
  integer: { Input: NumberInput, config: { decimals: 0 } },
  number: { Input: NumberInput, config: {} },
  date: { Input: DateInput, config: {} },
  text: { Input: TextInput, config: {} },
};

/** What an administrator sets on a question, generated from the parameters of its type. */
export function ParametersInput({ type, config, onChange, errors = {}, locale }: ParametersInputProps) {
  const parameters: readonly Parameter[] = fieldTypes[type].parameters;
  const change = (name: string, value: unknown) => {
    const { [name]: _, ...others } = config;
    onChange(value === null ? others : { ...others, [name]: value });
  };
  return (
    <Stack gap="sm">
      {parameters.map(({ name, kind, label, options = [] }) => {
        if (kind === "choices")
          return (
            <ChoicesEditor
              key={name}
              label={label[locale]}
              choices={Array.isArray(config[name]) ? (config[name] as Choice[]) : []}
              onChange={(choices) => change(name, choices)}
              errorAt={(path) => errors[path === "" ? name : `${name}/${path}`]}
              locale={locale}
            />
          );
        if (kind === "option")
          return (
            <Select
              key={name}
              label={label[locale]}
              error={errors[name]}
              data={options.map((option) => ({ value: option.value, label: option.label[locale] }))}
              value={String(config[name] ?? options[0]?.value ?? "")}
              onChange={(value) => change(name, value)}
              allowDeselect={false}
            />
          );
        const { Input, config: bounds } = inputs[kind];
        return (
          <Input
            key={name}
            label={label[locale]}
            error={errors[name]}
            config={bounds}
            value={config[name] ?? null}
            onChange={(value) => change(name, value)}
            locale={locale}
          />
        );
      })}
    </Stack>
  );
}

import type { AnswerFilter } from "@crm/fields";
import { NumberInput, TextInput } from "@mantine/core";
import { useDebouncedSearch } from "../../lib/search.ts";
import { DayFilter } from "../../ui/day-field.tsx";

export interface ValueProps {
  label: string;
  placeholder: string;
  value: AnswerFilter["value"];
  onChange: (value: AnswerFilter["value"]) => void;
}

export function TextValue({ label, placeholder, value, onChange }: ValueProps) {
  const { text, change, flush } = useDebouncedSearch(typeof value === "string" ? value : "", (typed) =>
    onChange(typed || undefined),
  );
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      value={text}
      maxLength={500}
      autoComplete="off"
      onChange={({ currentTarget }) => change(currentTarget.value)}
      onKeyDown={({ key }) => key === "Enter" && flush()}
    />
  );
}

export function NumberValue({ label, placeholder, value, onChange }: ValueProps) {
  const { text, change, flush } = useDebouncedSearch(value === undefined ? "" : String(value), (typed) => {
    const figure = Number(typed);
    onChange(typed === "" || !Number.isFinite(figure) ? undefined : figure);
  });
  return (
    <NumberInput
      aria-label={label}
      placeholder={placeholder}
      value={text}
      decimalSeparator=","
      thousandSeparator=" "
      hideControls
      autoComplete="off"
      onChange={(typed) => change(String(typed))}
      onKeyDown={({ key }) => key === "Enter" && flush()}
    />
  );
}

export function DayValue({ label, placeholder, value, onChange }: ValueProps) {
  return (
    <DayFilter
      label={label}
      labelHidden
      placeholder={placeholder}
      value={typeof value === "string" ? value : null}
      onChange={(day) => onChange(day ?? undefined)}
    />
  );
}

import { type PublicField as Field, type FormFieldName, isFormFieldName } from "@crm/contract";
import type { FieldTypeName } from "@crm/fields";
import { fieldInputs } from "@crm/fields/react";
import { Autocomplete, Textarea, TextInput } from "@mantine/core";
import type { HTMLAttributes } from "react";
import { type Control, Controller, type FieldValues } from "react-hook-form";
import { useLocale } from "./use-locale.ts";

/** How the browser knows what it may fill in (WCAG 1.3.5), and which keyboard a phone shows. */
const hints: Record<FormFieldName, { autoComplete: string; inputMode?: HTMLAttributes<HTMLElement>["inputMode"] }> = {
  email: { autoComplete: "email", inputMode: "email" },
  title: { autoComplete: "honorific-prefix" },
  lastName: { autoComplete: "family-name" },
  firstName: { autoComplete: "given-name" },
  company: { autoComplete: "organization" },
  phone: { autoComplete: "tel", inputMode: "tel" },
  mobile: { autoComplete: "tel", inputMode: "tel" },
  address: { autoComplete: "street-address" },
  postalCode: { autoComplete: "postal-code" },
  city: { autoComplete: "address-level2" },
  country: { autoComplete: "country-name" },
  message: { autoComplete: "off" },
};

interface Props {
  field: Field;
  control: Control<FieldValues>;
}

/** One field of a public form: an essential of the person, or the input that the type of a question brings. */
export function PublicField({ field, control }: Props) {
  return (
    <Controller
      name={field.key}
      control={control}
      render={({ field: { ref, value, onChange, onBlur }, fieldState: { error } }) => (
        <div ref={(node) => ref(node && { focus: () => focusIn(node) })}>
          <Input {...{ field, value, onChange, onBlur }} error={firstMessage(error)} />
        </div>
      )}
    />
  );
}

interface InputProps {
  field: Field;
  value: unknown;
  onChange: (value: unknown) => void;
  onBlur: () => void;
  error: string | undefined;
}

function Input({ field: { key, label, help, required, question }, value, onChange, onBlur, error }: InputProps) {
  const locale = useLocale();
  const common = { label, required, description: help || undefined, error, onBlur };
  if (question) {
    const Answer = fieldInputs[question.type as FieldTypeName];
    return <Answer {...common} config={question.config} value={value ?? null} onChange={onChange} locale={locale} />;
  }
  if (!isFormFieldName(key)) return null;
  // The browser's own bubbles would say less than our sentences, in its own language.
  const typed = {
    ...{ label, error, onBlur, description: common.description, ...hints[key] },
    ...{ withAsterisk: required, "aria-required": required, value: typeof value === "string" ? value : "" },
  };
  if (key === "title") return <Autocomplete {...typed} data={["M.", "Mme"]} onChange={onChange} />;
  if (key === "message" || key === "address")
    return (
      <Textarea
        {...typed}
        autosize
        minRows={key === "message" ? 4 : 2}
        maxRows={12}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  return (
    <TextInput
      {...typed}
      {...(key === "email" ? { type: "text", spellCheck: false, autoCapitalize: "none" } : {})}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

const focusIn = (node: HTMLElement) =>
  node
    .querySelector<HTMLElement>(
      "input:not([type=hidden]):not([tabindex='-1']):not(:disabled), textarea, select, button, [tabindex='0']",
    )
    ?.focus();

/** The first sentence of an error, which for several choices is nested under the place of the choice. */
function firstMessage(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("message" in error && typeof error.message === "string" && error.message) return error.message;
  for (const [key, nested] of Object.entries(error)) {
    const message = key === "ref" ? undefined : firstMessage(nested);
    if (message) return message;
  }
  return undefined;
}

import type { ContactEssentials } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Autocomplete, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { Controller, type FieldPath, type FieldPathValue, type FieldValues, type UseFormReturn } from "react-hook-form";
import type { z } from "zod";
import { contactLabels } from "../../ui/field-labels.ts";
import classes from "./contact.module.css";
import { EmailSuggestion } from "./email-suggestion.tsx";

export type Essentials = z.input<typeof ContactEssentials>;
type Field = keyof Essentials;

export const noEssentials: Essentials = {
  title: "",
  lastName: "",
  firstName: "",
  company: "",
  email: "",
  phone: "",
  mobile: "",
  address: "",
  postalCode: "",
  city: "",
  country: "",
};

/** Short fields share a line. */
const widths: Partial<Record<Field, "first" | "half" | "third" | "rest">> = {
  title: "third",
  lastName: "first",
  firstName: "half",
  phone: "half",
  mobile: "half",
  postalCode: "third",
  city: "rest",
};
const classOf = (field: Field) => classes[widths[field] ?? ""] ?? "";
const keyboards: Partial<Record<Field, "tel" | "email">> = { phone: "tel", mobile: "tel", email: "email" };

/** A field is left by pressing « Valider » too: nothing may appear above the button, and move it away, before it is let go. */
const pressMs = 250;

/** The fields of the essentials (guide 2.2), in a form of one's own. Somebody else's data: the browser must not offer mine. */
export function EssentialsFields<V extends Essentials & FieldValues>({
  form,
  similar,
}: {
  form: Pick<UseFormReturn<V, unknown, FieldValues>, "control" | "register" | "formState" | "getValues" | "setValue">;
  /** What is said of the contact as it was when a field was last left. */
  similar?: ((typed: Essentials) => ReactNode) | undefined;
}) {
  const { t, i18n } = useLingui();
  const [left, setLeft] = useState<Essentials | null>(null);
  const look = () => setLeft({ ...(form.getValues() as Essentials) });
  const lookSoon = useDebouncedCallback(look, pressMs);
  const accept = (email: string) => {
    const options = { shouldDirty: true, shouldValidate: true };
    form.setValue("email" as FieldPath<V>, email as FieldPathValue<V, FieldPath<V>>, options);
    look();
  };
  const errors = form.formState.errors as Partial<Record<Field, { message?: string }>>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears of its fields being left
    <div className={classes["fields"]} onBlur={lookSoon}>
      <Controller
        control={form.control}
        name={"title" as FieldPath<V>}
        render={({ field, fieldState }) => (
          <Autocomplete
            {...field}
            label={i18n._(contactLabels.title)}
            data={["M.", "Mme"]}
            error={fieldState.error?.message}
            className={classOf("title")}
          />
        )}
      />
      {(Object.keys(contactLabels) as Field[])
        .filter((name) => name !== "title")
        .map((name) => (
          <TextInput
            key={name}
            {...(name === "email" ? { inputContainer: withSuggestion(left?.email ?? "", accept) } : {})}
            {...form.register(name as FieldPath<V>)}
            label={i18n._(contactLabels[name])}
            required={name === "email"}
            inputMode={keyboards[name] ?? "text"}
            autoComplete="off"
            error={errors[name]?.message}
            className={classOf(name)}
            {...(name === "email" ? { placeholder: t`nom@exemple.fr`, spellCheck: false } : {})}
          />
        ))}
      {similar && left && similar(left)}
    </div>
  );
}

/** Under the field itself, above its error. */
const withSuggestion = (email: string, accept: (email: string) => void) => (input: ReactNode) => (
  <>
    {input}
    <EmailSuggestion email={email} onAccept={accept} />
  </>
);

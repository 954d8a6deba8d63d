import type { ContactEssentials } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Autocomplete, TextInput } from "@mantine/core";
import { Controller, type FieldPath, type FieldValues, type UseFormReturn } from "react-hook-form";
import type { z } from "zod";
import { contactLabels } from "../../ui/field-labels.ts";
import classes from "./contact.module.css";

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

/** The fields of the essentials (guide 2.2), in a form of one's own. Somebody else's data: the browser must not offer mine. */
export function EssentialsFields<V extends Essentials & FieldValues>({
  form,
}: {
  form: Pick<UseFormReturn<V, unknown, FieldValues>, "control" | "register" | "formState">;
}) {
  const { t, i18n } = useLingui();
  const errors = form.formState.errors as Partial<Record<Field, { message?: string }>>;
  return (
    <div className={classes["fields"]}>
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
    </div>
  );
}

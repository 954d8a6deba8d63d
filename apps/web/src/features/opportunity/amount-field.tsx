import { formatNumber, parseNumber } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";

interface Props {
  /** NaN: what is typed is no number. */
  value: number | null;
  onChange: (amount: number | null) => void;
  error?: string | null;
}

/** An amount in euros as people type or paste it: « 1 234,56 », « 1234.5 », « 12 € ». */
export function AmountField({ value, onChange, error }: Props) {
  const { t, i18n } = useLingui();
  const written = () => (value === null ? "" : formatNumber(value, i18n.locale === "en" ? "en" : "fr", 0, 2));
  const [text, setText] = useState(written);
  return (
    <TextInput
      label={t`Montant`}
      inputMode="decimal"
      autoComplete="off"
      rightSection={<span aria-hidden>€</span>}
      value={text}
      error={error}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        onChange(currentTarget.value.trim() === "" ? null : (parseNumber(currentTarget.value) ?? Number.NaN));
      }}
      onBlur={() => !Number.isNaN(value) && setText(written())}
    />
  );
}

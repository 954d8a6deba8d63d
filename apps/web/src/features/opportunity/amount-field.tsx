import { useLingui } from "@lingui/react/macro";
import { NumberInput } from "@mantine/core";

/** What NumberInput gives back, as the amount of the contract: empty is none. */
const toAmount = (value: string | number): number | null => (value === "" ? null : Number(value));

/** An amount in euros, typed with a comma or a point. */
export function AmountField({ value, onChange, error }: { value: number | null; onChange: (amount: number | null) => void; error?: string | null }) {
  const { t } = useLingui();
  return (
    <NumberInput
      label={t`Montant`}
      value={value ?? ""}
      onChange={(next) => onChange(toAmount(next))}
      decimalScale={2}
      decimalSeparator=","
      allowedDecimalSeparators={[",", "."]}
      thousandSeparator=" "
      suffix=" €"
      allowNegative={false}
      hideControls
      error={error}
    />
  );
}

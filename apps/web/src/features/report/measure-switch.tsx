import { type Measure, measures } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";

/** « Nombre » or « Montant »: what the bars are as long as. */
export function MeasureSwitch({ value, onChange }: { value: Measure; onChange: (measure: Measure) => void }) {
  const { t } = useLingui();
  const labels = { count: t`Nombre`, amount: t`Montant` };
  return (
    <Button.Group aria-label={t`Mesure`} data-screen-only>
      {measures.map((measure) => (
        <Button
          key={measure}
          size="compact-sm"
          variant={measure === value ? "light" : "default"}
          aria-pressed={measure === value}
          onClick={() => onChange(measure)}
        >
          {labels[measure]}
        </Button>
      ))}
    </Button.Group>
  );
}

import { type Me, profiles, type Whose } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { SegmentedControl } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";

/** Whether a widget shows what I follow or all that I see, as chosen last on this device. */
export function useWhose(widget: string): [Whose, (whose: Whose) => void] {
  const [whose, setWhose] = useLocalStorage<Whose>({
    key: `crm-home-${widget}`,
    defaultValue: "mine",
    getInitialValueInEffect: false,
  });
  return [whose, setWhose];
}

/** « Les miennes » or all; who sees nothing but his own has no choice. */
export function WhoseChoice({
  me,
  label,
  value,
  onChange,
}: {
  me: Me;
  label: string;
  value: Whose;
  onChange: (whose: Whose) => void;
}) {
  const { t } = useLingui();
  if (profiles[me.profile].scope === "own") return null;
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      value={value}
      data={[
        { value: "mine", label: t`Les miennes` },
        { value: "everyone", label: t`Toutes` },
      ]}
      onChange={(next) => onChange(next as Whose)}
    />
  );
}

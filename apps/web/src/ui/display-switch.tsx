import { useLingui } from "@lingui/react/macro";
import { IconLayoutList, IconTable } from "@tabler/icons-react";
import { IconButton } from "./icon-button.tsx";

export type Display = "table" | "list";

/** Guide 2.1: the button on the right that turns the table into a list, and back. Its name says what it leads to. */
export function DisplaySwitch({ display, onChange }: { display: Display; onChange: (display: Display) => void }) {
  const { t } = useLingui();
  return display === "table" ? (
    <IconButton label={t`Affichage liste`} variant="default" size={36} onClick={() => onChange("list")}>
      <IconLayoutList size={16} aria-hidden />
    </IconButton>
  ) : (
    <IconButton label={t`Affichage tableau`} variant="default" size={36} onClick={() => onChange("table")}>
      <IconTable size={16} aria-hidden />
    </IconButton>
  );
}

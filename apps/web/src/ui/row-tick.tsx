import { useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import classes from "./row-tick.module.css";
import type { Selection } from "./selection.ts";

/** The box that selects an item of a list or a card: above the link that covers it; with the shift key, a range. */
export function RowTick({ selection, id, name }: { selection: Selection; id: string; name: string }) {
  const { t } = useLingui();
  return (
    <Checkbox
      className={classes["tick"] ?? ""}
      size="sm"
      aria-label={t`Sélectionner ${name}`}
      checked={selection.has(id)}
      onChange={(event) => selection.toggle(id, (event.nativeEvent as MouseEvent).shiftKey)}
    />
  );
}

import { useLingui } from "@lingui/react/macro";
import classes from "./row-tick.module.css";
import type { Selection } from "./selection.ts";

/** The box that selects an item of a list or a card: above the link that covers it; with the shift key, a range. */
export function RowTick({ selection, id, name }: { selection: Selection; id: string; name: string }) {
  const { t } = useLingui();
  return (
    <span className={classes["above"]}>
      <TickBox
        label={t`Sélectionner ${name}`}
        checked={selection.has(id)}
        onTick={(range) => selection.toggle(id, range)}
      />
    </span>
  );
}

interface Props {
  label: string;
  checked: boolean;
  tabIndex?: number;
  /** `range`: with the shift key. */
  onTick: (range: boolean) => void;
}

/** The browser's own box: a list shows dozens, and draws them while it scrolls. */
export const TickBox = ({ label, checked, tabIndex, onTick }: Props) => (
  <input
    type="checkbox"
    className={classes["box"]}
    aria-label={label}
    checked={checked}
    tabIndex={tabIndex}
    onClick={(event) => event.stopPropagation()}
    onChange={(event) => onTick((event.nativeEvent as MouseEvent).shiftKey)}
  />
);

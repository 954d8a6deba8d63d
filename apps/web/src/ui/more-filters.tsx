import { Plural, useLingui } from "@lingui/react/macro";
import { IconChevronDown } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import classes from "./more-filters.module.css";

/** « Plus de filtres »: the little arrow that unfolds the extra filters. `active`: how many of them are on. */
export function MoreFilters({ children, active }: { children: ReactNode; active: number }) {
  const { t } = useLingui();
  const panel = useId();
  // On a phone, filters in force are told by their number: unfolded, they would push the list out of sight.
  const [open, setOpen] = useState(active > 0 && !window.matchMedia("(max-width: 48em)").matches);
  // Folded again, it keeps a filter that is not finished; never unfolded, it asks for nothing.
  const [unfolded, setUnfolded] = useState(open);
  if (open && !unfolded) setUnfolded(true);
  return (
    <>
      <div className={classes["fold"]}>
        <button
          type="button"
          className={classes["more"]}
          aria-expanded={open}
          aria-controls={panel}
          onClick={() => setOpen(!open)}
        >
          <IconChevronDown size={14} aria-hidden className={classes["arrow"]} />
          {t`Plus de filtres`}
        </button>
        {active > 0 && (
          <span className={classes["active"]}>
            <Plural value={active} one="# actif" other="# actifs" />
          </span>
        )}
      </div>
      <div id={panel} hidden={!open} className={classes["panel"]}>
        {unfolded && children}
      </div>
    </>
  );
}

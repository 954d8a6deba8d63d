import classes from "./report.module.css";

/** How much of the most: drawn beside figures that say it. `part`: what of it can be counted on. */
export const MiniBar = ({ value, part, most }: { value: number; part?: number; most: number }) => (
  <span className={classes["mini"]} aria-hidden>
    <span style={{ width: `${most > 0 ? (value / most) * 100 : 0}%` }} />
    {part !== undefined && <span data-part style={{ width: `${most > 0 ? (part / most) * 100 : 0}%` }} />}
  </span>
);

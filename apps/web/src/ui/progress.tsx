import { useLingui } from "@lingui/react/macro";
import { formatNumber } from "../lib/format.ts";
import classes from "./progress.module.css";

interface Props {
  label: string;
  done: number;
  total: number;
  /** Nothing to count yet. */
  waiting?: boolean;
}

/** A long work: what is done, what is left. */
export function Progress({ label, done, total, waiting }: Props) {
  const { t } = useLingui();
  const percent = total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : 0;
  const said = waiting ? t`En attente` : t`${formatNumber(done)} sur ${formatNumber(total)} (${percent} %)`;
  return (
    <div className={classes["progress"]}>
      <div className={classes["words"]}>
        <span>{label}</span>
        <span className={classes["figures"]}>{said}</span>
      </div>
      <div
        className={classes["track"]}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={waiting ? undefined : percent}
        aria-valuetext={said}
      >
        <div
          className={classes["bar"]}
          data-waiting={waiting || undefined}
          style={waiting ? undefined : { transform: `scaleX(${percent / 100})` }}
        />
      </div>
    </div>
  );
}

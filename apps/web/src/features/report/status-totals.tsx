import type { Asked, Figures, OpportunityStatus } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { formatNumber } from "../../lib/format.ts";
import { listOf } from "./list-link.ts";
import classes from "./report.module.css";
import { euros, percent, shownStatuses } from "./report-words.ts";
import { StatusKey } from "./status-key.tsx";

interface Props {
  whole: Figures & { statuses: Record<OpportunityStatus, Figures> };
  /** « Créées ». */
  label: string;
  asked: Asked;
}

/** The whole and its parts by status, which tell what the colours mean: each opens its list. */
export function StatusTotals({ whole, label, asked }: Props) {
  const { i18n } = useLingui();
  return (
    <ul className={classes["totals"]}>
      <li className={classes["total"]}>
        <span>{label}</span>
        <Link to={listOf(asked)}>{formatNumber(whole.count)}</Link>
        <span>{euros(whole.amount)}</span>
      </li>
      {shownStatuses.map(({ status, label }) => {
        const part = whole.statuses[status];
        return (
          <li key={status} className={classes["total"]}>
            <StatusKey status={status}>{i18n._(label)}</StatusKey>
            <Link to={listOf({ ...asked, status })}>
              {formatNumber(part.count)}
              <small> {whole.count > 0 && percent(part.count / whole.count)}</small>
            </Link>
            <span>{euros(part.amount)}</span>
          </li>
        );
      })}
    </ul>
  );
}

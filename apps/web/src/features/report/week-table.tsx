import { type Period, weeksOf } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { formatDate, formatNumber } from "../../lib/format.ts";
import { doneOf, exchangesOf, type Week } from "./activity-sums.ts";
import { NumberCell, NumberHead } from "./figure-cell.tsx";
import { MiniBar } from "./mini-bar.tsx";
import page from "./report.module.css";
import classes from "./report-table.module.css";

/** Week after week, the last first: the exchanges and actions of everybody, then of each. */
export function WeekTable({
  period,
  weeks,
  people,
}: {
  period: Period;
  weeks: readonly Week[];
  people: readonly { userId: string | null; name: string; weeks: readonly Week[] }[];
}) {
  const { t } = useLingui();
  const lines = weeksOf(period)
    .reverse()
    .map((monday) => {
      const done = weeks.filter(({ week }) => week === monday);
      return { monday, exchanges: exchangesOf(done), actions: doneOf(done) };
    });
  const most = Math.max(...lines.map(({ exchanges, actions }) => exchanges + actions), 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and holds nothing that can be reached by keyboard
    <section className={classes["scroll"]} data-high aria-label={t`Activité par semaine`} tabIndex={0}>
      <table className={classes["table"]} aria-label={t`Activité par semaine`}>
        <thead>
          <tr>
            <th scope="col" className={`${classes["head"]} ${classes["lead"]}`}>{t`Semaine du`}</th>
            <NumberHead>{t`Échanges`}</NumberHead>
            <NumberHead>{t`Actions faites`}</NumberHead>
            <th scope="col" className={classes["head"]}>
              <span className={page["said"]}>{t`Part de la plus grosse semaine`}</span>
            </th>
            {people.length > 1 &&
              people.map(({ userId, name }, place) => (
                <NumberHead key={userId} apart={place === 0} wraps>
                  {name || t`Personne`}
                </NumberHead>
              ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ monday, exchanges, actions }) => (
            <tr key={monday}>
              <th scope="row" className={classes["lead"]}>
                {formatDate(monday)}
              </th>
              <NumberCell>{formatNumber(exchanges)}</NumberCell>
              <NumberCell>{formatNumber(actions)}</NumberCell>
              <td className={classes["drawn"]}>
                <MiniBar value={exchanges + actions} part={exchanges} most={most} />
              </td>
              {people.length > 1 &&
                people.map(({ userId, weeks }, place) => {
                  const own = weeks.filter(({ week }) => week === monday);
                  return (
                    <NumberCell key={userId} apart={place === 0}>
                      {exchangesOf(own) + doneOf(own) > 0 ? formatNumber(exchangesOf(own) + doneOf(own)) : "·"}
                    </NumberCell>
                  );
                })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

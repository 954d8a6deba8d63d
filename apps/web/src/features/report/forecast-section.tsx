import type { Asked } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { IconCalendarStats } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy } from "react";
import { formatMonth } from "../../lib/format.ts";
import { LazyPart } from "../../ui/lazy-part.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { FigureCell, NumberCell, NumberHead } from "./figure-cell.tsx";
import { listOf, listOfMonth } from "./list-link.ts";
import { MiniBar } from "./mini-bar.tsx";
import page from "./report.module.css";
import { forecast } from "./report.queries.ts";
import classes from "./report-table.module.css";
import { euros } from "./report-words.ts";

// The library of charts comes with the first one.
const ForecastChart = lazy(async () => ({ default: (await import("./forecast-chart.tsx")).ForecastChart }));

/** What may be won by expected month: whole, by the probability of the stages, and as it went until now. */
export function ForecastSection({ asked }: { asked: Asked }) {
  const { t } = useLingui();
  // All that is open, whenever it was created and wherever it stands.
  const { createdFrom: _from, createdTo: _to, status: _status, stageId: _stage, ...filter } = asked;
  const { data, isPlaceholderData, isError, error, refetch } = useQuery(forecast(filter));
  if (isError && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={360} role="status" aria-label={t`Chargement…`} />;
  const { months } = data;
  if (months.length === 0)
    return (
      <EmptyState title={t`Aucune opportunité ouverte`} icon={<IconCalendarStats size={20} stroke={1.6} />}>
        {t`Choisissez un autre type ou un autre utilisateur, ou enlevez des filtres.`}
      </EmptyState>
    );
  const most = Math.max(...months.map(({ amount }) => amount));
  const sum = (of: "count" | "amount" | "weighted" | "observed") => months.reduce((all, month) => all + month[of], 0);
  const open = { ...filter, status: "open" } as const;
  return (
    <div className={page["report"]} data-stale={isPlaceholderData || undefined} aria-busy={isPlaceholderData}>
      <figure className={page["drawing"]}>
        <LazyPart>
          <ForecastChart months={months} />
        </LazyPart>
      </figure>
      <div className={classes["scroll"]}>
        <table className={classes["table"]} aria-label={t`Prévisions`}>
          <thead>
            <tr>
              <th scope="col" className={`${classes["head"]} ${classes["lead"]}`}>{t`Mois prévu`}</th>
              <NumberHead>{t`Nombre`}</NumberHead>
              <NumberHead>{t`Montant`}</NumberHead>
              <NumberHead wraps>{t`Pondéré par la probabilité de l’étape`}</NumberHead>
              <NumberHead wraps>{t`Pondéré par le taux constaté`}</NumberHead>
              <th scope="col" className={classes["head"]}>
                <span className={page["said"]}>{t`Part du plus gros mois`}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, count, amount, weighted, observed }) => (
              <tr key={month}>
                <th scope="row" className={classes["lead"]}>
                  {month === null ? t`Sans date prévue` : formatMonth(month)}
                </th>
                <FigureCell figures={{ count }} to={listOfMonth(open, month)} />
                <NumberCell>{euros(amount)}</NumberCell>
                <NumberCell>{euros(Math.round(weighted))}</NumberCell>
                <NumberCell>{euros(Math.round(observed))}</NumberCell>
                <td className={classes["drawn"]}>
                  <MiniBar value={amount} part={weighted} most={most} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" className={`${classes["foot"]} ${classes["lead"]}`}>{t`Total`}</th>
              <FigureCell foot figures={{ count: sum("count") }} to={listOf(open)} />
              <NumberCell foot>{euros(sum("amount"))}</NumberCell>
              <NumberCell foot>{euros(Math.round(sum("weighted")))}</NumberCell>
              <NumberCell foot>{euros(Math.round(sum("observed")))}</NumberCell>
              <td className={classes["foot"]} />
            </tr>
          </tfoot>
        </table>
      </div>
      <p className={page["note"]}>
        {t`Opportunités ouvertes, par mois prévu. Le taux constaté est la part des opportunités gagnées parmi celles qui ont atteint la même étape et se sont terminées, gagnées ou sans suite.`}
      </p>
    </div>
  );
}

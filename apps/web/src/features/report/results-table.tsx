import type { Period } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorState } from "../../ui/states.tsx";
import { columnsOf, FigureCell, NumberHead } from "./figure-cell.tsx";
import page from "./report.module.css";
import { results } from "./report.queries.ts";
import classes from "./report-table.module.css";

/** What was won, lost and reached in a period, credited to who followed it on that day (docs/reports.md). */
export function ResultsTable({
  period,
  ownerId,
  ready,
  pin,
}: {
  period: Period;
  ownerId: string | null;
  ready: boolean;
  pin: ReactNode;
}) {
  const { t } = useLingui();
  const { data, isError, error, refetch } = useQuery({ ...results(period), enabled: ready });
  if (isError && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return ready ? <Skeleton height={240} role="status" aria-label={t`Chargement…`} /> : null;
  const rows = data.rows.filter(({ userId }) => ownerId === null || (userId ?? "none") === ownerId);
  if (rows.length === 0) return null;
  return (
    <>
      <div className={page["titled"]}>
        <h2>{t`Résultats par utilisateur`}</h2>
        {pin}
      </div>
      <section
        className={classes["scroll"]}
        style={columnsOf(data.stages.length + 3)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable without a mouse.
        tabIndex={0}
        aria-label={t`Résultats par utilisateur`}
      >
        <table className={classes["table"]} aria-label={t`Résultats par utilisateur`}>
          <thead>
            <tr>
              <th scope="col" className={`${classes["head"]} ${classes["lead"]}`}>{t`Utilisateur`}</th>
              <NumberHead apart>{t`Gagné`}</NumberHead>
              <NumberHead>{t`Sans suite`}</NumberHead>
              {data.stages.map(({ id, label }, place) => (
                <NumberHead key={id} apart={place === 0} wraps>
                  {label}
                </NumberHead>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ userId, name, won, lost, stages }) => (
              <tr key={userId}>
                <th scope="row" className={classes["lead"]}>
                  {name || t`Personne`}
                </th>
                <FigureCell apart figures={won} to={null} />
                <FigureCell figures={lost} to={null} />
                {data.stages.map(({ id }, place) => (
                  <FigureCell key={id} apart={place === 0} figures={{ count: stages[id] ?? 0 }} to={null} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={page["note"]}>
        {t`Résultats de la période : chaque affaire gagnée ou sans suite, chaque étape validée revient à qui suivait l’opportunité ce jour-là.`}
      </p>
    </>
  );
}

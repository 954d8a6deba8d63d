import type { Asked } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { IconMoodSmile } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { FigureCell, NumberCell, NumberHead } from "./figure-cell.tsx";
import { listOf, listOfReason } from "./list-link.ts";
import { MiniBar } from "./mini-bar.tsx";
import page from "./report.module.css";
import { lostReasons } from "./report.queries.ts";
import classes from "./report-table.module.css";
import { euros, percent } from "./report-words.ts";

/** Why opportunities of the period are « sans suite », the most frequent reason first. */
export function LostSection({ asked, ready }: { asked: Asked; ready: boolean }) {
  const { t } = useLingui();
  const { status: _status, stageId: _stage, ...filter } = asked;
  const { data, isPlaceholderData, isError, error, refetch } = useQuery({ ...lostReasons(filter), enabled: ready });
  if (isError && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return ready ? <Skeleton height={320} role="status" aria-label={t`Chargement…`} /> : null;
  if (data.length === 0)
    return (
      <EmptyState title={t`Aucune opportunité sans suite`} icon={<IconMoodSmile size={20} stroke={1.6} />}>
        {t`Aucune opportunité créée entre ces dates n’est « sans suite ». Élargissez la période ou enlevez des filtres.`}
      </EmptyState>
    );
  const count = data.reduce((sum, row) => sum + row.count, 0);
  const amount = data.reduce((sum, row) => sum + row.amount, 0);
  const most = Math.max(...data.map((row) => row.count));
  return (
    <div className={page["report"]} data-stale={isPlaceholderData || !ready || undefined} aria-busy={isPlaceholderData}>
      <div className={classes["scroll"]} data-high>
        <table className={classes["table"]} aria-label={t`Motifs de perte`}>
          <thead>
            <tr>
              <th scope="col" className={`${classes["head"]} ${classes["lead"]}`}>{t`Motif`}</th>
              <NumberHead>{t`Nombre`}</NumberHead>
              <NumberHead>{t`Part`}</NumberHead>
              <NumberHead>{t`Montant`}</NumberHead>
              <th scope="col" className={classes["head"]}>
                <span className={page["said"]}>{t`Part du motif le plus fréquent`}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.map((row) => (
              <tr key={row.reason}>
                <th scope="row" className={classes["lead"]}>
                  {row.reason || t`Non précisé`}
                </th>
                <FigureCell figures={{ count: row.count }} to={listOfReason(filter, row.reason)} />
                <NumberCell>{percent(row.count / count)}</NumberCell>
                <NumberCell>{euros(row.amount)}</NumberCell>
                <td className={classes["drawn"]}>
                  <MiniBar value={row.count} most={most} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" className={`${classes["foot"]} ${classes["lead"]}`}>{t`Total`}</th>
              <FigureCell foot figures={{ count }} to={listOf({ ...filter, status: "lost" })} />
              <NumberCell foot>{percent(1)}</NumberCell>
              <NumberCell foot>{euros(amount)}</NumberCell>
              <td className={classes["foot"]} />
            </tr>
          </tfoot>
        </table>
      </div>
    </div>
  );
}

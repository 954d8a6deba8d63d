import type { FunnelStage, Response, reportApi, StageView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { IconTrendingDown } from "@tabler/icons-react";
import { formatNumber } from "../../lib/format.ts";
import { StageDot } from "../../ui/stage-dot.tsx";
import { columnsOf, FigureCell, NumberCell, NumberHead } from "./figure-cell.tsx";
import { figuresOf, type Series, sameStage, segmentList } from "./funnel-series.ts";
import classes from "./report-table.module.css";
import { percent, shownStatuses, signed } from "./report-words.ts";
import { StatusKey } from "./status-key.tsx";

interface Props {
  series: Series;
  compared: Series | undefined;
  /** undefined: on their way. */
  durations: Response<typeof reportApi.durations> | undefined;
  leak: string | null;
}

/** Every figure of the funnel, and the list that each counts. */
export function FunnelTable({ series, compared, durations, leak }: Props) {
  const { t, i18n } = useLingui();
  const daysOf = (stage: FunnelStage) => durations?.find(({ stageId }) => stageId === stage.stageId);
  return (
    <div className={classes["scroll"]}>
      <table className={classes["table"]} aria-label={t`Chiffres de l’entonnoir`} style={columnsOf(compared ? 14 : 10)}>
        <thead>
          <tr>
            <th scope="col" className={`${classes["head"]} ${classes["lead"]}`}>{t`Étape`}</th>
            <NumberHead>{t`Nombre`}</NumberHead>
            {shownStatuses.map(({ status, label }) => (
              <NumberHead key={status}>
                <StatusKey status={status}>{i18n._(label)}</StatusKey>
              </NumberHead>
            ))}
            <NumberHead wraps>{t`Depuis l’étape précédente`}</NumberHead>
            <NumberHead wraps>{t`Depuis le début`}</NumberHead>
            <NumberHead>{t`Durée médiane`}</NumberHead>
            {compared && (
              <>
                <NumberHead apart>{compared.name}</NumberHead>
                <NumberHead>{t`Écart`}</NumberHead>
                <NumberHead wraps>{t`Depuis le début`}</NumberHead>
                <NumberHead wraps>{t`Écart (points)`}</NumberHead>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {series.stages.map((stage) => {
            const duration = daysOf(stage);
            return (
              <tr key={stage.stageId}>
                <th scope="row" className={classes["lead"]}>
                  <span className={classes["label"]}>
                    {stage.colour && <StageDot colour={stage.colour as StageView["colour"]} />}
                    <span>
                      {stage.stageId === null ? t`Créées` : stage.archived ? t`${stage.label} (archivée)` : stage.label}
                    </span>
                  </span>
                  {leak !== null && stage.stageId === leak && (
                    <span className={classes["leak"]}>
                      <IconTrendingDown size={13} aria-hidden />
                      {t`Le plus de pertes`}
                    </span>
                  )}
                </th>
                <FigureCell figures={stage} to={segmentList(series.asked, stage.stageId)} />
                {shownStatuses.map(({ status }) => (
                  <FigureCell
                    key={status}
                    figures={figuresOf(stage, status)}
                    to={segmentList(series.asked, stage.stageId, status)}
                  />
                ))}
                <NumberCell>{percent(stage.fromPrevious)}</NumberCell>
                <NumberCell>{percent(stage.fromStart)}</NumberCell>
                <NumberCell>
                  {duration && duration.medianDays !== null
                    ? t`${formatNumber(Math.round(duration.medianDays * 10) / 10)} j`
                    : "—"}
                </NumberCell>
                {compared && <ComparedCells stage={stage} compared={compared} />}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function ComparedCells({ stage, compared }: { stage: FunnelStage; compared: Series }) {
  const other = sameStage(compared, stage);
  const figures = figuresOf(other);
  const share = other?.fromStart ?? null;
  const points = stage.fromStart === null || share === null ? null : Math.round((stage.fromStart - share) * 1000) / 10;
  return (
    <>
      <FigureCell apart figures={figures} to={segmentList(compared.asked, stage.stageId)} />
      <NumberCell>
        <span className={classes["figure"]}>
          {signed(stage.count - figures.count)}
          <small> {figures.count > 0 && percent((stage.count - figures.count) / figures.count)}</small>
        </span>
      </NumberCell>
      <NumberCell>{percent(share)}</NumberCell>
      <NumberCell>{points === null ? "—" : signed(points)}</NumberCell>
    </>
  );
}

import type { FunnelStage, Measure, StageView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { type Series, sameStage, segmentList } from "./funnel-series.ts";
import { StackedBars } from "./stacked-bars.tsx";

/** The cohort, and the one it is compared with: a bar a stage. */
export function FunnelChart({ series, measure }: { series: readonly Series[]; measure: Measure }) {
  const { t } = useLingui();
  return (
    <StackedBars
      title={t`Entonnoir des ventes`}
      measure={measure}
      rows={(series[0]?.stages ?? []).map((stage) => ({
        id: stage.stageId ?? "all",
        label: stage.stageId === null ? t`Créées` : stage.label,
        colour: stage.colour as StageView["colour"] | null,
        bars: series.map((one) => ({
          name: series.length > 1 ? one.name : null,
          figures: sameStage(one, stage),
          to: (status) => segmentList(one.asked, stage.stageId, status),
          share: shareOf(one, sameStage(one, stage), measure),
        })),
      }))}
    />
  );
}

/** Of the cohort; of its amount, where amounts are shown. */
const shareOf = ({ stages: [whole] }: Series, stage: FunnelStage | undefined, measure: Measure): number | null =>
  stage && whole && whole[measure] > 0 ? stage[measure] / whole[measure] : null;

import type { Figures, Funnel, FunnelDuration, FunnelStage } from "@crm/contract";
import type { z } from "zod";
import type { PdfBars } from "../../ports/pdf.ts";
import type { Paper, PaperCell } from "./report-paper.ts";
import { euros, number, percent, shownStatuses, signed } from "./report-words.ts";

interface Cohort {
  name: string;
  stages: readonly FunnelStage[];
}
const none: Figures = { count: 0, amount: 0 };

const nameOf = ({ stageId, label, archived }: FunnelStage) =>
  stageId === null ? "Créées" : archived ? `${label} (archivée)` : label;

/** The funnel as its screen shows it: a bar a stage, the table, and what it is compared with. */
export function funnelPaper(
  { stages, leak }: Funnel,
  durations: readonly z.infer<typeof FunnelDuration>[],
  measure: "count" | "amount",
  compared: Cohort | null,
): Pick<Paper, "main" | "bars" | "tables"> {
  const days = new Map(durations.map(({ stageId, medianDays }) => [stageId, medianDays]));
  const whole = stages[0];
  const row = (stage: FunnelStage): PaperCell[] => [
    `${nameOf(stage)}${leak !== null && stage.stageId === leak ? "\nLe plus de pertes" : ""}`,
    stage,
    ...shownStatuses.map(({ status }) => stage.statuses[status] ?? none),
    stage.fromPrevious,
    stage.fromStart,
    stage.stageId === null ? null : (days.get(stage.stageId) ?? null),
    ...(compared ? comparedCells(stage, compared) : []),
  ];
  return {
    main: whole ? mainFigures("Créées", whole) : [],
    bars: barsOf(stages, measure),
    tables: [
      {
        columns: [
          { header: "Étape", kind: "text" },
          { header: "Nombre", kind: "figures" },
          ...shownStatuses.map(({ label }) => ({ header: label, kind: "figures" as const })),
          { header: "Depuis l’étape précédente", kind: "share" },
          { header: "Depuis le début", kind: "share" },
          { header: "Durée médiane", kind: "days" },
          ...(compared
            ? [
                { header: compared.name, kind: "figures" as const },
                { header: "Écart", kind: "count" as const },
                { header: "Depuis le début", kind: "share" as const },
                { header: "Écart (points)", kind: "count" as const },
              ]
            : []),
        ],
        rows: stages.map(row),
      },
    ],
  };
}

/** All of them, and by status. */
export const mainFigures = (label: string, whole: Figures & Pick<FunnelStage, "statuses">): Paper["main"] =>
  [
    { label, figures: whole as Figures },
    ...shownStatuses.map(({ status, label }) => ({ label, figures: whole.statuses[status] ?? none })),
  ].map(({ label, figures: { count, amount } }) => ({ label, value: `${number(count)} (${euros(amount)})` }));

function comparedCells(stage: FunnelStage, { stages }: Cohort): PaperCell[] {
  const other = stages.find(({ stageId }) => stageId === stage.stageId);
  const { count, amount } = other ?? none;
  const share = other?.fromStart ?? null;
  const points = stage.fromStart === null || share === null ? null : Math.round((stage.fromStart - share) * 1000) / 10;
  const more = count > 0 ? ` (${percent((stage.count - count) / count)})` : "";
  return [{ count, amount }, `${signed(stage.count - count)}${more}`, share, points === null ? null : signed(points)];
}

const barsOf = (stages: readonly FunnelStage[], measure: "count" | "amount"): PdfBars => ({
  legend: shownStatuses.map(({ label, colour }) => ({ label, colour })),
  rows: stages.map((stage) => ({
    label: nameOf(stage),
    said: `${measure === "count" ? number(stage.count) : euros(stage.amount)} (${percent(stage.fromStart)})`,
    segments: shownStatuses.map(({ status, colour }) => ({ value: stage.statuses[status]?.[measure] ?? 0, colour })),
  })),
});

import type { Figures, Funnel, FunnelDuration, FunnelStage } from "@crm/contract";
import type { z } from "zod";
import type { PdfBars } from "../../ports/pdf.ts";
import type { Paper, PaperCell, PaperColumn } from "./report-paper.ts";
import { euros, number, percent, shownStatuses, signed } from "./report-words.ts";

interface Cohort {
  name: string;
  stages: readonly FunnelStage[];
}
const none: Figures = { count: 0, amount: 0 };
/** A column for each status, in its colour. */
export const statusColumns = shownStatuses.map(
  ({ label, colour }): PaperColumn => ({ header: label, kind: "figures", colour }),
);

const nameOf = ({ stageId, label, archived }: FunnelStage) =>
  stageId === null ? "Créées" : archived ? `${label} (archivée)` : label;

/** The funnel as its screen shows it: a bar a stage, the table, and what it is compared with. */
export function funnelPaper(
  { stages, leak }: Funnel,
  durations: readonly z.infer<typeof FunnelDuration>[],
  measure: "count" | "amount",
  compared: Cohort | null,
): Pick<Paper, "main" | "bars" | "tables" | "sheets"> {
  const days = new Map(durations.map(({ stageId, medianDays }) => [stageId, medianDays]));
  const whole = stages[0];
  const figuresOf = (stage: FunnelStage): PaperCell[] => [
    stage,
    ...shownStatuses.map(({ status }) => stage.statuses[status] ?? none),
    stage.fromPrevious,
    stage.fromStart,
    stage.stageId === null ? null : (days.get(stage.stageId) ?? null),
  ];
  const nameWith = (stage: FunnelStage, mark: string) =>
    `${nameOf(stage)}${leak !== null && stage.stageId === leak ? mark : ""}`;
  const columns: PaperColumn[] = [
    { header: "Étape", kind: "text" },
    { header: "Nombre", kind: "figures", amount: "Montant" },
    ...statusColumns,
    { header: "Depuis l’étape précédente", kind: "share" },
    { header: "Depuis le début", kind: "share" },
    { header: "Durée médiane", kind: "days" },
  ];
  return {
    main: whole ? mainFigures("Créées", whole) : [],
    bars: barsOf(stages, measure),
    tables: [
      {
        columns: [...columns, ...(compared ? comparedColumns(compared) : [])],
        rows: stages.map((stage) => [
          nameWith(stage, "\nLe plus de pertes"),
          ...figuresOf(stage),
          ...(compared ? comparedCells(stage, compared) : []),
        ]),
      },
    ],
    sheets: [
      {
        columns: [...columns, ...(compared ? comparedSheetColumns(compared) : [])],
        rows: stages.map((stage) => [
          nameWith(stage, " (le plus de pertes)"),
          ...figuresOf(stage),
          ...(compared ? comparedSheetCells(stage, compared) : []),
        ]),
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

/** What a stage is compared with, and the differences; a share of nothing is not known. */
function comparison(stage: FunnelStage, { stages }: Cohort) {
  const other = stages.find(({ stageId }) => stageId === stage.stageId);
  const { count, amount } = other ?? none;
  const share = other?.fromStart ?? null;
  return {
    ...{ figures: { count, amount }, more: stage.count - count, share },
    moreShare: count > 0 ? (stage.count - count) / count : null,
    points: stage.fromStart === null || share === null ? null : Math.round((stage.fromStart - share) * 1000) / 10,
  };
}

const comparedColumns = ({ name }: Cohort): PaperColumn[] => [
  { header: name, kind: "figures" },
  { header: "Écart", kind: "count" },
  { header: "Depuis le début", kind: "share" },
  { header: "Écart (points)", kind: "points" },
];

function comparedCells(stage: FunnelStage, cohort: Cohort): PaperCell[] {
  const { figures, more, moreShare, share, points } = comparison(stage, cohort);
  return [figures, `${signed(more)}${moreShare === null ? "" : ` (${percent(moreShare)})`}`, share, points];
}

const comparedSheetColumns = ({ name }: Cohort): PaperColumn[] => [
  { header: name, kind: "figures" },
  { header: "Écart", kind: "difference" },
  { header: "Écart (%)", kind: "share" },
  { header: `${name} : depuis le début`, kind: "share" },
  { header: "Écart (points)", kind: "points" },
];

function comparedSheetCells(stage: FunnelStage, cohort: Cohort): PaperCell[] {
  const { figures, more, moreShare, share, points } = comparison(stage, cohort);
  return [figures, more, moreShare, share, points];
}

const barsOf = (stages: readonly FunnelStage[], measure: "count" | "amount"): PdfBars => ({
  legend: shownStatuses.map(({ label, colour }) => ({ label, colour })),
  rows: stages.map((stage) => ({
    label: nameOf(stage),
    said: `${measure === "count" ? number(stage.count) : euros(stage.amount)} (${percent(stage.fromStart)})`,
    segments: shownStatuses.map(({ status, colour }) => ({ value: stage.statuses[status]?.[measure] ?? 0, colour })),
  })),
});

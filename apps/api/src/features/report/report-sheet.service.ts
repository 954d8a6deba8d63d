import type { Readable } from "node:stream";
import type { FunnelQuery, OpportunityStatus, SalesFigures, SalesQuery } from "@crm/contract";
import { opportunityStatuses } from "@crm/contract";
import type { SheetCell } from "@crm/fields";
import type { z } from "zod";
import type { Ctx } from "../../platform/context.ts";
import type { SheetColumn } from "../../ports/spreadsheet.ts";
import { showDurations, showFunnel } from "./funnel.service.ts";
import { showSales } from "./sales.service.ts";

const statusWords: Record<OpportunityStatus, string> = {
  open: "En cours",
  won: "Gagné",
  lost: "Sans suite",
  postponed: "Ajourné",
  other: "Autre",
};
const figureColumns = (): SheetColumn[] => [
  { header: "Nombre" },
  { header: "Montant", money: true },
  ...opportunityStatuses.flatMap((status) => [
    { header: statusWords[status] },
    { header: `${statusWords[status]} (montant)`, money: true },
  ]),
];
const figureCells = ({ count, amount, statuses }: Pick<SalesFigures, "count" | "amount" | "statuses">): SheetCell[] => [
  count,
  amount,
  ...opportunityStatuses.flatMap((status) => [statuses[status].count, statuses[status].amount]),
];

/** The funnel as a spreadsheet: a row for each bar, with all that the screen tells. */
export async function funnelSheet(ctx: Ctx, query: z.output<typeof FunnelQuery>): Promise<Readable> {
  const [{ stages }, durations] = await Promise.all([showFunnel(ctx, query), showDurations(ctx, query)]);
  const days = new Map(durations.map(({ stageId, medianDays }) => [stageId, medianDays]));
  return ctx.spreadsheets.table("xlsx", {
    name: "Entonnoir des ventes",
    columns: [
      { header: "Étape", width: 28 },
      ...figureColumns(),
      { header: "Depuis l’étape précédente (%)" },
      { header: "Depuis le début (%)" },
      { header: "Durée médiane (jours)" },
    ],
    rows: batchOf(
      stages.map((stage) => [
        stage.stageId === null ? "Opportunités créées" : stage.label,
        ...figureCells(stage),
        percent(stage.fromPrevious),
        percent(stage.fromStart),
        stage.stageId === null ? "" : (days.get(stage.stageId) ?? ""),
      ]),
    ),
  });
}

/** The sales report as a spreadsheet: a row for each group, and the total. */
export async function salesSheet(ctx: Ctx, query: z.output<typeof SalesQuery>): Promise<Readable> {
  const report = await showSales(ctx, query);
  const columns = report.questions.flatMap(({ id, label, kind, choices }) => {
    const of = (figures: SalesFigures) => figures.questions[id];
    if (kind === "number")
      return [
        { header: `${label} (somme)`, cell: (figures: SalesFigures) => of(figures)?.sum ?? "" },
        { header: `${label} (moyenne)`, cell: (figures: SalesFigures) => of(figures)?.mean ?? "" },
      ];
    if (kind === "split")
      return choices.map((choice) => ({
        header: `${label} : ${choice.label}`,
        cell: (figures: SalesFigures) => of(figures)?.split[choice.value] ?? 0,
      }));
    return [{ header: `${label} (réponses)`, cell: (figures: SalesFigures) => of(figures)?.answered ?? 0 }];
  });
  const line = (label: string, figures: SalesFigures): SheetCell[] => [
    label,
    ...figureCells(figures),
    ...report.stages.map(({ id }) => figures.stages[id] ?? 0),
    ...columns.map(({ cell }) => cell(figures)),
  ];
  return ctx.spreadsheets.table("xlsx", {
    name: "Reporting commercial",
    columns: [
      { header: "Groupe", width: 28 },
      ...figureColumns(),
      ...report.stages.map(({ label }) => ({ header: label })),
      ...columns.map(({ header }) => ({ header })),
    ],
    rows: batchOf([
      ...report.rows.map((row) => line(row.key === null ? "Non précisé" : row.label, row)),
      line("Total", report.total),
    ]),
  });
}

const percent = (share: number | null) => (share === null ? "" : Math.round(share * 1000) / 10);

async function* batchOf(rows: SheetCell[][]): AsyncGenerator<SheetCell[][]> {
  yield rows;
}

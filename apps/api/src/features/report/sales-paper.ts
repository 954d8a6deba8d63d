import type { PipelineView, ReportAddress, ReportQuestion, SalesFigures, SalesReport } from "@crm/contract";
import { mainFigures, statusColumns } from "./funnel-paper.ts";
import type { Paper, PaperCell, PaperColumn } from "./report-paper.ts";
import { number, shownStatuses } from "./report-words.ts";

interface Column {
  id: string;
  header: string;
  kind: PaperColumn["kind"];
  /** What it is sorted by. */
  value: (figures: SalesFigures) => number;
  cell: (figures: SalesFigures) => PaperCell;
}

/** The sales report as its screen shows it: the same columns, in the same order of rows, and the totals. */
export function salesPaper(
  report: SalesReport,
  { groupBy, sort, direction }: ReportAddress,
  pipelines: readonly PipelineView[],
  groupName: string,
): Pick<Paper, "main" | "tables" | "sheets"> {
  const columns = columnsOf(report, pipelines);
  const nobody = groupBy === "owner" ? "Personne" : groupBy === "organisation" ? "Sans organisation" : "Non renseigné";
  const labelOf = ({ key, label }: SalesReport["rows"][number]) => (key === null ? nobody : label);
  const sorted = columns.find(({ id }) => id === (sort ?? "amount"));
  const way = direction === "asc" ? 1 : -1;
  const rows = [...report.rows].sort((a, b) =>
    sorted ? (sorted.value(a) - sorted.value(b)) * way : labelOf(a).localeCompare(labelOf(b), "fr") * way,
  );
  const line = (label: string, figures: SalesFigures) => [label, ...columns.map(({ cell }) => cell(figures))];
  const sheet = sheetColumns(report, columns);
  const sheetLine = (label: string, figures: SalesFigures) => [label, ...sheet.map(({ cell }) => cell(figures))];
  return {
    main: mainFigures("Opportunités", report.total),
    tables: [
      {
        columns: [{ header: groupName, kind: "text" }, ...columns.map(({ header, kind }) => ({ header, kind }))],
        rows: rows.map((row) => line(labelOf(row), row)),
        foot: line("Total", report.total),
      },
    ],
    sheets: [
      {
        columns: [{ header: groupName, kind: "text" }, ...sheet],
        rows: rows.map((row) => sheetLine(labelOf(row), row)),
        foot: sheetLine("Total", report.total),
      },
    ],
  };
}

function columnsOf({ stages, questions }: SalesReport, pipelines: readonly PipelineView[]): Column[] {
  // Stages of several types may have the same name.
  const several = new Set(stages.map(({ pipelineId }) => pipelineId)).size > 1;
  const typeOf = (id: string) => pipelines.find((type) => type.id === id)?.name ?? "";
  return [
    { id: "count", header: "Nombre", kind: "count", value: ({ count }) => count, cell: ({ count }) => count },
    { id: "amount", header: "Montant", kind: "amount", value: ({ amount }) => amount, cell: ({ amount }) => amount },
    ...shownStatuses.map(
      ({ status, label }): Column => ({
        ...{ id: status, header: label, kind: "figures" },
        value: ({ statuses }) => statuses[status].count,
        cell: ({ statuses }) => statuses[status],
      }),
    ),
    ...stages.map(
      ({ id, label, pipelineId }): Column => ({
        ...{ id, header: several ? `${label} (${typeOf(pipelineId)})` : label, kind: "count" },
        value: (figures) => figures.stages[id] ?? 0,
        cell: (figures) => figures.stages[id] ?? 0,
      }),
    ),
    ...questions.map(
      (question): Column => ({
        ...{ id: question.id, header: question.label, kind: "count" },
        value: (figures) => figures.questions[question.id]?.sum ?? figures.questions[question.id]?.answered ?? 0,
        cell: (figures) => answersText(question, figures),
      }),
    ),
  ];
}

/** In a workbook: a column for each number, and for each choice. */
function sheetColumns({ stages, questions }: SalesReport, shown: readonly Column[]) {
  const stageIds = new Set(stages.map(({ id }) => id));
  const figures = (cell: (of: SalesFigures) => PaperCell, column: PaperColumn) => ({ ...column, cell });
  return [
    figures((of) => of, { header: "Nombre", kind: "figures", amount: "Montant" }),
    ...shownStatuses.map(({ status }, at) =>
      figures(({ statuses }) => statuses[status], statusColumns[at] as PaperColumn),
    ),
    ...shown.filter(({ id }) => stageIds.has(id)).map(({ header, cell }) => figures(cell, { header, kind: "count" })),
    ...questions.flatMap(({ id, label, kind, choices }) => {
      const given = (of: SalesFigures) => of.questions[id];
      if (kind === "number")
        return [
          figures((of) => given(of)?.sum ?? null, { header: `${label} (somme)`, kind: "number" }),
          figures((of) => given(of)?.mean ?? null, { header: `${label} (moyenne)`, kind: "number" }),
        ];
      if (kind === "split")
        return choices.map((choice) =>
          figures((of) => given(of)?.split[choice.value] ?? 0, { header: `${label} : ${choice.label}`, kind: "count" }),
        );
      return [figures((of) => given(of)?.answered ?? 0, { header: `${label} (réponses)`, kind: "count" })];
    }),
  ];
}

/** Numbers are summed, choices counted one by one, other answers counted. */
function answersText({ id, kind, choices }: ReportQuestion, figures: SalesFigures): PaperCell {
  const answers = figures.questions[id];
  if (!answers || answers.answered === 0) return null;
  if (kind === "filled") return answers.answered;
  if (kind === "number")
    return `${number(answers.sum ?? 0)}\nmoyenne ${number(Math.round((answers.mean ?? 0) * 100) / 100)}`;
  return choices
    .filter(({ value }) => (answers.split[value] ?? 0) > 0)
    .map(({ value, label }) => `${label} : ${number(answers.split[value] ?? 0)}`)
    .join("\n");
}

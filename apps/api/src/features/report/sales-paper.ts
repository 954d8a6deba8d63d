import type { PipelineView, ReportAddress, ReportQuestion, SalesFigures, SalesReport } from "@crm/contract";
import { mainFigures } from "./funnel-paper.ts";
import type { Paper, PaperCell, PaperTable } from "./report-paper.ts";
import { number, shownStatuses } from "./report-words.ts";

interface Column {
  id: string;
  header: string;
  kind: PaperTable["columns"][number]["kind"];
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
): Pick<Paper, "main" | "tables"> {
  const columns = columnsOf(report, pipelines);
  const nobody = groupBy === "owner" ? "Personne" : groupBy === "organisation" ? "Sans organisation" : "Non renseigné";
  const labelOf = ({ key, label }: SalesReport["rows"][number]) => (key === null ? nobody : label);
  const sorted = columns.find(({ id }) => id === (sort ?? "amount"));
  const way = direction === "asc" ? 1 : -1;
  const rows = [...report.rows].sort((a, b) =>
    sorted ? (sorted.value(a) - sorted.value(b)) * way : labelOf(a).localeCompare(labelOf(b), "fr") * way,
  );
  const line = (label: string, figures: SalesFigures) => [label, ...columns.map(({ cell }) => cell(figures))];
  return {
    main: mainFigures("Opportunités", report.total),
    tables: [
      {
        columns: [{ header: groupName, kind: "text" }, ...columns.map(({ header, kind }) => ({ header, kind }))],
        rows: rows.map((row) => line(labelOf(row), row)),
        foot: line("Total", report.total),
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

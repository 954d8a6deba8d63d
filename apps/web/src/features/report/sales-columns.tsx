import type { Asked, PipelineView, ReportQuestion, SalesFigures, SalesReport } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { formatNumber } from "../../lib/format.ts";
import { FigureCell, FigureLink, NumberCell } from "./figure-cell.tsx";
import { withAnswer } from "./list-link.ts";
import type { ReportSlots } from "./report-slots.ts";
import classes from "./report-table.module.css";
import { euros, shownStatuses } from "./report-words.ts";
import { answerIs, listOrNone } from "./sales-groups.ts";
import { StatusKey } from "./status-key.tsx";

export interface SalesColumn {
  id: string;
  header: ReactNode;
  /** What it is sorted by. */
  value: (figures: SalesFigures) => number;
  /** `of`: what the list of the row is asked for. */
  cell: (figures: SalesFigures, of: Asked | null, foot: boolean) => ReactNode;
  wraps?: boolean;
  apart?: boolean;
}

/** Number, amount, each status, each stage reached, and each question « Afficher dans les rapports » (guide 6.2). */
export function useSalesColumns(
  report: SalesReport,
  groupings: ReportSlots["groupings"],
  pipelines: readonly PipelineView[],
): SalesColumn[] {
  const { t, i18n } = useLingui();
  // Stages of several types may have the same name.
  const several = new Set(report.stages.map(({ pipelineId }) => pipelineId)).size > 1;
  return [
    {
      id: "count",
      header: t`Nombre`,
      value: ({ count }) => count,
      cell: ({ count }, of, foot) => <FigureCell foot={foot} figures={{ count }} to={listOrNone(of)} />,
    },
    {
      id: "amount",
      header: t`Montant`,
      value: ({ amount }) => amount,
      cell: ({ count, amount }, of, foot) => (
        <NumberCell foot={foot}>
          <FigureLink to={count > 0 ? listOrNone(of) : null}>{euros(amount)}</FigureLink>
        </NumberCell>
      ),
    },
    ...shownStatuses.map(
      ({ status, label }, place): SalesColumn => ({
        id: status,
        header: <StatusKey status={status}>{i18n._(label)}</StatusKey>,
        apart: place === 0,
        value: ({ statuses }) => statuses[status].count,
        cell: ({ statuses }, of, foot) => (
          <FigureCell foot={foot} apart={place === 0} figures={statuses[status]} to={listOrNone(of, { status })} />
        ),
      }),
    ),
    ...report.stages.map(
      ({ id, label, pipelineId }, place): SalesColumn => ({
        id,
        header: several ? (
          <span>
            {label} <small>{pipelines.find((type) => type.id === pipelineId)?.name}</small>
          </span>
        ) : (
          label
        ),
        wraps: true,
        apart: place === 0,
        value: ({ stages }) => stages[id] ?? 0,
        cell: ({ stages }, of, foot) => (
          <FigureCell
            foot={foot}
            apart={place === 0}
            figures={{ count: stages[id] ?? 0 }}
            to={listOrNone(of, { reachedStageId: id })}
          />
        ),
      }),
    ),
    ...report.questions.map(
      (question, place): SalesColumn => ({
        id: question.id,
        header: question.label,
        wraps: true,
        apart: place === 0,
        value: ({ questions }) => questions[question.id]?.sum ?? questions[question.id]?.answered ?? 0,
        cell: (figures, of, foot) => (
          <QuestionCell {...{ question, figures, of, foot, groupings }} apart={place === 0} />
        ),
      }),
    ),
  ];
}

interface CellProps {
  question: ReportQuestion;
  figures: SalesFigures;
  of: Asked | null;
  foot: boolean;
  apart: boolean;
  groupings: ReportSlots["groupings"];
}

/** Numbers are summed, choices counted one by one, other answers counted. */
function QuestionCell({ question: { id, kind, choices }, figures, of, foot, apart, groupings }: CellProps) {
  const { t } = useLingui();
  const answers = figures.questions[id];
  const place = { foot, apart };
  if (!answers || answers.answered === 0) return <NumberCell {...place}>—</NumberCell>;
  const given = listOrNone(of && withAnswer(of, { questionId: id, operator: "filled" }));
  if (kind === "number") {
    const mean = formatNumber(Math.round((answers.mean ?? 0) * 100) / 100);
    return (
      <NumberCell {...place}>
        <FigureLink to={given}>
          {formatNumber(answers.sum ?? 0)}
          <small> {t`moyenne ${mean}`}</small>
        </FigureLink>
      </NumberCell>
    );
  }
  if (kind === "filled") return <FigureCell {...place} figures={{ count: answers.answered }} to={given} />;
  const how = groupings.find(({ value }) => value === id);
  return (
    <NumberCell {...place}>
      <ul className={classes["split"]}>
        {choices
          .filter(({ value }) => (answers.split[value] ?? 0) > 0)
          .map(({ value, label }) => {
            const to = how ? listOrNone(of && withAnswer(of, answerIs(id, value, how))) : null;
            const count = formatNumber(answers.split[value] ?? 0);
            return (
              <li key={value}>
                <span>{label}</span> {to === null ? count : <Link to={to}>{count}</Link>}
              </li>
            );
          })}
      </ul>
    </NumberCell>
  );
}

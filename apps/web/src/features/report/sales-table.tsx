import type { Asked, PipelineView, ReportAddress, SalesReport } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { Fragment, type ReactNode } from "react";
import { columnsOf } from "./figure-cell.tsx";
import type { ReportSlots } from "./report-slots.ts";
import classes from "./report-table.module.css";
import { useSalesColumns } from "./sales-columns.tsx";
import { groupAsked, type SalesRow } from "./sales-groups.ts";

interface Props {
  report: SalesReport;
  asked: Asked;
  address: ReportAddress;
  change: (part: Partial<ReportAddress>) => void;
  groupings: ReportSlots["groupings"];
  pipelines: readonly PipelineView[];
  /** What the rows are. */
  groupName: string;
  labelOf: (row: SalesRow) => string;
}

/** One row a group, the totals below, sorted by any column; every count opens its list. */
export function SalesTable({ report, asked, address, change, groupings, pipelines, groupName, labelOf }: Props) {
  const { t } = useLingui();
  const columns = useSalesColumns(report, groupings, pipelines);
  const { groupBy, sort, direction } = address;
  const sorted = columns.find(({ id }) => id === (sort ?? "amount"));
  const way = direction === "asc" ? 1 : -1;
  const rows = [...report.rows].sort((a, b) =>
    sorted ? (sorted.value(a) - sorted.value(b)) * way : labelOf(a).localeCompare(labelOf(b), "fr") * way,
  );
  const sortBy = (id: string, first: "asc" | "desc") =>
    change({
      sort: id,
      direction: id === (sorted?.id ?? "label") ? (direction === "asc" ? "desc" : "asc") : first,
    });
  const head = (id: string, children: ReactNode, first: "asc" | "desc") => {
    const on = id === (sorted?.id ?? "label");
    return {
      "aria-sort": on ? (direction === "asc" ? ("ascending" as const) : ("descending" as const)) : undefined,
      children: (
        <button
          type="button"
          className={classes["sort"]}
          data-sorted={on || undefined}
          onClick={() => sortBy(id, first)}
        >
          {children}
          {on && direction === "desc" ? (
            <IconArrowDown size={13} aria-hidden />
          ) : (
            <IconArrowUp size={13} aria-hidden data-idle={!on || undefined} />
          )}
        </button>
      ),
    };
  };

  return (
    <div className={classes["scroll"]} data-high>
      <table className={classes["table"]} aria-label={t`Reporting commercial`} style={columnsOf(columns.length + 1)}>
        <thead>
          <tr>
            <th scope="col" className={`${classes["head"]} ${classes["lead"]}`} {...head("label", groupName, "asc")} />
            {columns.map(({ id, header, wraps, apart }) => (
              <th
                key={id}
                scope="col"
                className={[classes["head"], classes["number"], wraps && classes["wraps"], apart && classes["apart"]]
                  .filter(Boolean)
                  .join(" ")}
                {...head(id, header, "desc")}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const of = groupAsked(asked, groupBy, row.key, groupings);
            return (
              <tr key={row.key}>
                <th scope="row" className={classes["lead"]}>
                  {labelOf(row)}
                </th>
                {columns.map(({ id, cell }) => (
                  <Fragment key={id}>{cell(row, of, false)}</Fragment>
                ))}
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className={`${classes["foot"]} ${classes["lead"]}`}>{t`Total`}</th>
            {columns.map(({ id, cell }) => (
              <Fragment key={id}>{cell(report.total, asked, true)}</Fragment>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

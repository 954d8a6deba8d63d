import { Skeleton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./data-table.module.css";
import { cellClass } from "./data-table-row.tsx";

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** The name this column sorts by; left out: it can't be sorted by. */
  sort?: string;
  /** Pixels; columns share what is left in proportion. Default 160. */
  width?: number;
  align?: "right";
  /** Dates, phones, codes: figures that stand under one another. Those aligned right do already. */
  figures?: boolean;
  /** Leads to the record; where no column says so, the first one shown does. Can't be hidden. */
  leads?: boolean;
  /** On a phone, only the columns that keep this unset are shown. */
  hideOnPhone?: boolean;
}

export interface Sort<Name extends string = string> {
  by: Name;
  direction: "asc" | "desc";
}

export function HeaderCell({
  column,
  sort,
  onSort,
}: {
  column: Column<never>;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
}) {
  const sorted = column.sort !== undefined && sort?.by === column.sort ? sort.direction : null;
  const className = [classes["header"], column.hideOnPhone && classes["desk"]].filter(Boolean).join(" ");
  return (
    <th
      scope="col"
      className={className}
      data-align={column.align}
      aria-sort={sorted === null ? undefined : sorted === "asc" ? "ascending" : "descending"}
    >
      {column.sort !== undefined && onSort ? (
        <button
          type="button"
          className={classes["sort"]}
          data-sorted={sorted !== null || undefined}
          onClick={() => onSort({ by: column.sort ?? "", direction: sorted === "asc" ? "desc" : "asc" })}
        >
          {column.header}
          {sorted === "desc" ? (
            <IconArrowDown size={13} aria-hidden />
          ) : (
            <IconArrowUp size={13} aria-hidden data-idle={sorted === null || undefined} />
          )}
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}

/** Stands for the rows that are out of sight. */
export function Gap({ height, span }: { height: number; span: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={span} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}

export function SkeletonRows({
  columns,
  count,
  height,
  ticked,
}: {
  columns: readonly Column<never>[];
  count: number;
  height: number;
  ticked: boolean;
}) {
  return [...Array(count).keys()].map((index) => (
    // Another row while more are on their way than while the first are: one that moved would count as a jump.
    <tr key={`skeleton-${count}-${index}`} aria-hidden className={classes["row"]} style={{ height }}>
      {ticked && <td className={classes["cell"]} />}
      {columns.map((column, place) => (
        <td key={column.id} className={cellClass(column)}>
          <Skeleton height={10} width={`${45 + ((index * 7 + place * 13) % 40)}%`} />
        </td>
      ))}
    </tr>
  ));
}

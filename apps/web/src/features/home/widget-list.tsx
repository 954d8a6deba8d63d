import { Skeleton } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorState } from "../../ui/states.tsx";
import classes from "./home-page.module.css";

interface Props<Row> {
  rows: readonly Row[] | undefined;
  query: Pick<UseQueryResult, "isError" | "error" | "refetch">;
  /** How many are expected: the skeleton's height. */
  expected: number;
  empty: ReactNode;
  children: (row: Row) => ReactNode;
}

/** The rows of a widget: its own skeleton, its own fault, its own empty state. */
export function WidgetList<Row extends { id: string }>({ query, rows, expected, empty, children }: Props<Row>) {
  if (query.isError && !rows) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!rows) {
    return (
      <div aria-hidden>
        {[...Array(expected).keys()].map((index) => (
          <div key={index} className={classes["item"]}>
            <Skeleton circle height={32} />
            <Skeleton height={12} width={`${30 + ((index * 13) % 30)}%`} />
          </div>
        ))}
      </div>
    );
  }
  if (rows.length === 0) return empty;
  return (
    <ul className={classes["list"]}>
      {rows.map((row) => (
        <li key={row.id} className={classes["item"]}>
          {children(row)}
        </li>
      ))}
    </ul>
  );
}

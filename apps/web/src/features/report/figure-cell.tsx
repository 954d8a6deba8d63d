import type { CSSProperties, ReactNode } from "react";
import { Link } from "react-router";
import { formatNumber } from "../../lib/format.ts";
import classes from "./report-table.module.css";
import { euros } from "./report-words.ts";

/** How many columns a table has: on paper, the more, the smaller. */
export const columnsOf = (count: number) => ({ "--columns": count }) as CSSProperties;

interface Place {
  /** Of the row of totals. */
  foot?: boolean;
  /** A line before it. */
  apart?: boolean;
}

/** A cell whose figures stand under one another. */
export function NumberCell({ children, foot, apart }: Place & { children: ReactNode }) {
  const name = [classes["number"], foot && classes["foot"], apart && classes["apart"]].filter(Boolean).join(" ");
  return <td className={name}>{children}</td>;
}

/** A figure that opens the list of what it is about. */
export const FigureLink = ({ to, children }: { to: string | null; children: ReactNode }) =>
  to === null ? (
    <span className={classes["figure"]}>{children}</span>
  ) : (
    <Link to={to} className={classes["figure"]}>
      {children}
    </Link>
  );

/** A number, alone or with an amount, that opens the list it counts; nothing opens nothing. */
export function FigureCell({
  figures: { count, amount },
  to,
  ...place
}: Place & { figures: { count: number; amount?: number }; to: string | null }) {
  return (
    <NumberCell {...place}>
      <FigureLink to={count > 0 ? to : null}>
        {formatNumber(count)}
        {/* A space, or it would be read as one number. */}
        {amount !== undefined && <small> {euros(amount)}</small>}
      </FigureLink>
    </NumberCell>
  );
}

/** A head of a column of figures; `wraps`: longer than what stands under it. */
export function NumberHead({ children, apart, wraps }: Place & { children: ReactNode; wraps?: boolean }) {
  const names = [classes["head"], classes["number"], apart && classes["apart"], wraps && classes["wraps"]];
  return (
    <th scope="col" className={names.filter(Boolean).join(" ")}>
      {children}
    </th>
  );
}

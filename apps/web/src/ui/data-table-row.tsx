import { useLingui } from "@lingui/react/macro";
import { memo, type ReactNode } from "react";
import { Link, useNavigate } from "react-router";
import classes from "./data-table.module.css";
import type { Column } from "./data-table-parts.tsx";
import { TickBox } from "./row-tick.tsx";
import type { Selection } from "./selection.ts";

interface Props<Row> {
  row: Row;
  id: string;
  index: number;
  columns: readonly Column<Row>[];
  /** Place of the column that becomes the link. */
  leading: number;
  href: string | undefined;
  height: number;
  /** The one that the Tab key comes to. */
  active: boolean;
  onActive: (index: number) => void;
  /** How a row is selected; left out, it can't be. */
  toggle: Selection["toggle"] | undefined;
  selected: boolean;
  name: string;
}

/** A row of a table. It draws itself again when something in it changes, not when others come into sight. */
function DataTableRow<Row extends object>(props: Props<Row>) {
  const { row, id, index, columns, leading, href, height, active, onActive, toggle, selected, name } = props;
  const navigate = useNavigate();
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      className={classes["row"]}
      data-link={href !== undefined || undefined}
      data-selected={selected || undefined}
      style={{ height }}
      tabIndex={active ? 0 : -1}
      onFocus={() => onActive(index)}
      onClick={(event) => {
        const inner = (event.target as HTMLElement).closest("a, button, input, label");
        if (href !== undefined && !inner && !window.getSelection()?.toString()) void navigate(href);
      }}
    >
      {toggle && <TickCell toggle={toggle} selected={selected} id={id} name={name} />}
      {columns.map((column, place) => (
        <td key={column.id} className={cellClass(column)} data-align={column.align} data-figures={column.figures}>
          {place === leading && href !== undefined ? (
            <Link to={href} className={classes["link"]} tabIndex={-1}>
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}

const Memoised = memo(DataTableRow) as <Row extends object>(props: Props<Row>) => ReactNode;

export { Memoised as DataTableRow };

export const cellClass = ({ hideOnPhone }: Pick<Column<never>, "hideOnPhone">) =>
  [classes["cell"], hideOnPhone && classes["desk"]].filter(Boolean).join(" ");

/** A row's box. A click beside it counts as one on it, and never opens the row. */
function TickCell({ toggle, selected, id, name }: { toggle: Selection["toggle"]; selected: boolean } & Named) {
  const { t } = useLingui();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box inside, and the space bar on the row, do the same
    <td
      className={[classes["cell"], classes["tick"]].join(" ")}
      onClick={(event) => {
        event.stopPropagation();
        toggle(id, event.shiftKey);
      }}
    >
      <TickBox label={t`Sélectionner ${name}`} checked={selected} tabIndex={-1} onTick={(range) => toggle(id, range)} />
    </td>
  );
}

interface Named {
  id: string;
  name: string;
}

import { useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { useNavigate } from "react-router";
import classes from "./data-table.module.css";
import { type Column, Gap, HeaderCell, SkeletonRows, type Sort } from "./data-table-parts.tsx";
import { DataTableRow } from "./data-table-row.tsx";
import { useScrollPlace } from "./scroll-place.ts";
import type { Selection } from "./selection.ts";
import { EmptyList } from "./states.tsx";

interface Props<Row> {
  /** Names the table for those who hear it: « Contacts ». */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Where a row leads; its first column becomes the link, Enter and a click anywhere follow it. */
  rowHref?: (row: Row) => string;
  /** Rows can be selected: a box before each, the space bar, a range with the shift key. `rowName` names a row's box. */
  selection?: Selection | undefined;
  rowName?: (row: Row) => string;
  sort?: Sort | undefined;
  onSort?: (sort: Sort) => void;
  /** The first page is on its way. */
  loading?: boolean;
  /** More rows can be asked for. */
  hasMore?: boolean;
  onEndReached?: () => void;
  /** How many rows in all, when known: what a screen reader announces. */
  total?: number | undefined;
  /** Shown instead of rows when there are none. */
  empty?: ReactNode;
  rowHeight?: number;
}

/** A list of any length of which only the rows in sight exist. Arrow keys move, Enter opens. */
export function DataTable<Row extends object>(props: Props<Row>) {
  const {
    label,
    columns,
    rows,
    rowId,
    rowHref,
    selection,
    rowName,
    sort,
    onSort,
    loading,
    hasMore,
    onEndReached,
    total,
    empty,
    rowHeight = 44,
  } = props;
  const { t } = useLingui();
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const wanted = useRef<number | null>(null);

  const leading = Math.max(
    0,
    columns.findIndex(({ leads }) => leads),
  );
  // Narrower, the columns that one chose would say nothing: the table scrolls sideways.
  const least = Math.max(640, columns.reduce((sum, { width = 160 }) => sum + width, 0) * 0.72);
  // The rows keep their way to select while the selection changes: only those that it changes are drawn again.
  const latest = useRef(selection);
  latest.current = selection;
  const toggle = useCallback((id: string, range?: boolean) => latest.current?.toggle(id, range), []);

  const span = columns.length + (selection ? 1 : 0);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => (rows[index] ? rowId(rows[index]) : index),
    overscan: 8,
    initialRect: { width: 1024, height: 640 },
  });
  useScrollPlace(scroller, label, { ready: rows.length > 0 });
  const items = virtualizer.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);

  const lastInSight = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && rows.length > 0 && lastInSight >= rows.length - 15) onEndReached?.();
  }, [hasMore, lastInSight, rows.length, onEndReached]);

  useEffect(() => {
    if (wanted.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`tr[data-index="${wanted.current}"]`);
    if (row) {
      wanted.current = null;
      row.focus({ preventScroll: true });
    }
  });

  function moveTo(index: number) {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    wanted.current = next;
    setActive(next);
    virtualizer.scrollToIndex(next);
  }

  function onKeyDown(event: KeyboardEvent<HTMLTableSectionElement>) {
    const row = event.target as HTMLElement;
    if (row.tagName !== "TR" || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 10,
      PageUp: active - 10,
      Home: 0,
      End: rows.length - 1,
    };
    const step = steps[event.key];
    const current = rows[active];
    if (step !== undefined) {
      event.preventDefault();
      moveTo(step);
    } else if (event.key === " " && current && selection) {
      event.preventDefault();
      selection.toggle(rowId(current), event.shiftKey);
    } else if (event.key === "Enter" && current && rowHref) {
      event.preventDefault();
      void navigate(rowHref(current));
    }
  }

  if (!loading && rows.length === 0 && empty) return <EmptyList>{empty}</EmptyList>;

  return (
    // Focusable, as whatever scrolls must be reachable without a mouse.
    <section className={classes["scroller"]} ref={scroller} tabIndex={rows.length === 0 ? 0 : -1} aria-label={label}>
      <table
        className={classes["table"]}
        style={{ "--least": `${least}px` } as CSSProperties}
        aria-label={label}
        aria-rowcount={total === undefined ? -1 : total + 1}
        aria-busy={loading || undefined}
      >
        <colgroup>
          {selection && <col style={{ width: 44 }} />}
          {columns.map((column) => (
            <col
              key={column.id}
              style={{ width: column.width ?? 160 }}
              className={column.hideOnPhone ? classes["desk"] : undefined}
            />
          ))}
        </colgroup>
        <thead className={classes["head"]}>
          <tr aria-rowindex={1}>
            {selection && (
              <th scope="col" className={[classes["header"], classes["tick"]].join(" ")}>
                <Checkbox
                  size="xs"
                  aria-label={t`Sélectionner les lignes affichées`}
                  checked={selection.ofRows === "every"}
                  indeterminate={selection.ofRows === "some"}
                  disabled={rows.length === 0}
                  onChange={selection.toggleRows}
                />
              </th>
            )}
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column as Column<never>} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>
          {above > 0 && <Gap height={above} span={span} />}
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            const id = rowId(row);
            return (
              <DataTableRow
                key={id}
                {...{ row, id, columns, leading, index: item.index, height: rowHeight }}
                href={rowHref?.(row)}
                active={item.index === active}
                onActive={setActive}
                toggle={selection && toggle}
                selected={selection?.has(id) ?? false}
                name={rowName?.(row) ?? ""}
              />
            );
          })}
          {below > 0 && <Gap height={below} span={span} />}
          {(loading || hasMore) && (
            <SkeletonRows
              columns={columns as readonly Column<never>[]}
              count={loading ? 12 : 3}
              height={rowHeight}
              ticked={selection !== undefined}
            />
          )}
        </tbody>
      </table>
      {loading && (
        <span className={classes["said"]} role="status">
          {t`Chargement…`}
        </span>
      )}
    </section>
  );
}

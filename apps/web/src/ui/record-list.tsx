import { useLingui } from "@lingui/react/macro";
import { NativeSelect, Skeleton } from "@mantine/core";
import { IconSortAscending, IconSortDescending } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import { Link } from "react-router";
import type { Sort } from "./data-table-parts.tsx";
import { IconButton } from "./icon-button.tsx";
import classes from "./record-list.module.css";
import { RowTick } from "./row-tick.tsx";
import { useScrollPlace } from "./scroll-place.ts";
import type { Selection } from "./selection.ts";
import { EmptyList } from "./states.tsx";

interface Props<Row> {
  label: string;
  rows: readonly Row[];
  rowId: (row: Row) => string;
  rowHref: (row: Row) => string;
  /** The line in bold, which is the link. */
  title: (row: Row) => ReactNode;
  /** What follows it: a few short facts. */
  details: (row: Row) => ReactNode;
  /** At the far end: a status, a date. */
  aside?: (row: Row) => ReactNode;
  media?: (row: Row) => ReactNode;
  /** Items can be selected: a box before each, a range with the shift key. `rowName` names an item's box. */
  selection?: Selection | undefined;
  rowName?: (row: Row) => string;
  loading?: boolean;
  hasMore?: boolean;
  onEndReached?: () => void;
  empty?: ReactNode;
}

const itemHeight = 60;

/** The « liste » display of a list: two lines per record, only those in sight exist. */
export function RecordList<Row>(props: Props<Row>) {
  const { label, rows, rowId, rowHref, title, details, aside, media, loading, hasMore, onEndReached, empty } = props;
  const { selection, rowName } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => itemHeight,
    overscan: 6,
    initialRect: { width: 1024, height: 640 },
  });
  useScrollPlace(scroller, label, { ready: rows.length > 0 });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && rows.length > 0 && last >= rows.length - 12) onEndReached?.();
  }, [hasMore, last, rows.length, onEndReached]);

  if (!loading && rows.length === 0 && empty) return <EmptyList>{empty}</EmptyList>;
  return (
    <div className={classes["scroller"]} ref={scroller}>
      <ul
        className={classes["list"]}
        aria-label={label}
        aria-busy={loading || undefined}
        style={{ height: loading ? undefined : virtualizer.getTotalSize() }}
      >
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <li
              key={rowId(row)}
              className={classes["item"]}
              data-selected={selection?.has(rowId(row)) || undefined}
              aria-setsize={hasMore ? -1 : rows.length}
              aria-posinset={item.index + 1}
              style={{ height: itemHeight, transform: `translateY(${item.start}px)` }}
            >
              {selection && <RowTick selection={selection} id={rowId(row)} name={rowName?.(row) ?? ""} />}
              {media?.(row)}
              <div className={classes["text"]}>
                <Link to={rowHref(row)} className={classes["title"]}>
                  {title(row)}
                </Link>
                <div className={classes["details"]}>{details(row)}</div>
              </div>
              {aside && <div className={classes["aside"]}>{aside(row)}</div>}
            </li>
          );
        })}
      </ul>
      {(loading || hasMore) && (
        <div aria-hidden>
          {[...Array(loading ? 10 : 2).keys()].map((index) => (
            <div key={index} className={classes["skeleton"]} style={{ height: itemHeight }}>
              <Skeleton height={12} width={`${24 + ((index * 11) % 20)}%`} />
              <Skeleton height={10} width={`${40 + ((index * 17) % 30)}%`} />
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

interface SortSelectProps<Name extends string> {
  value: Sort<Name>;
  options: readonly { value: Name; label: string }[];
  onChange: (sort: Sort<Name>) => void;
}

/** The order of a search, the best match first: it has no direction. */
export const matchSort = "match";

/** « Trier par » and its direction, for displays without column headers. */
export function SortSelect<Name extends string>({ value, options, onChange }: SortSelectProps<Name>) {
  const { t } = useLingui();
  const rising = value.direction === "asc";
  const flip = rising ? t`Ordre croissant : passer en décroissant` : t`Ordre décroissant : passer en croissant`;
  return (
    <div className={classes["sorting"]}>
      <NativeSelect
        aria-label={t`Trier par`}
        value={value.by}
        data={options.map((option) => ({ ...option }))}
        onChange={({ currentTarget }) => onChange({ ...value, by: currentTarget.value as Name })}
      />
      {value.by !== matchSort && (
        <IconButton
          label={flip}
          size={36}
          variant="default"
          onClick={() => onChange({ ...value, direction: rising ? "desc" : "asc" })}
        >
          {rising ? <IconSortAscending size={16} aria-hidden /> : <IconSortDescending size={16} aria-hidden />}
        </IconButton>
      )}
    </div>
  );
}

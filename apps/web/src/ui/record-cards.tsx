import { Skeleton } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import { Link } from "react-router";
import classes from "./record-cards.module.css";
import { RowTick } from "./row-tick.tsx";
import type { Selection } from "./selection.ts";
import { EmptyList } from "./states.tsx";

interface Props<Row> {
  label: string;
  rows: readonly Row[];
  rowId: (row: Row) => string;
  rowHref: (row: Row) => string;
  media?: (row: Row) => ReactNode;
  /** The line in bold, which is the link. */
  title: (row: Row) => ReactNode;
  /** Under the title. */
  subtitle: (row: Row) => ReactNode;
  /** A few facts, one a line. */
  facts: (row: Row) => readonly ReactNode[];
  /** At the foot: a status, a date. */
  foot: (row: Row) => ReactNode;
  /** Cards can be selected: a box on each, a range with the shift key. `rowName` names a card's box. */
  selection?: Selection | undefined;
  rowName?: (row: Row) => string;
  loading?: boolean;
  hasMore?: boolean;
  onEndReached?: () => void;
  empty?: ReactNode;
}

const [leastWidth, cardHeight, gap] = [264, 156, 12];

/** The « fiches » display of a list: as many cards abreast as there is room for, only those in sight exist. */
export function RecordCards<Row>(props: Props<Row>) {
  const { label, rows, rowId, rowHref, media, title, subtitle, facts, foot, loading, hasMore, onEndReached, empty } =
    props;
  const { selection, rowName } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: list, width } = useElementSize<HTMLUListElement>();
  const abreast = Math.max(1, Math.floor((width + gap) / (leastWidth + gap)));
  const virtualizer = useVirtualizer({
    count: Math.ceil(rows.length / abreast),
    getScrollElement: () => scroller.current,
    estimateSize: () => cardHeight + gap,
    overscan: 3,
    initialRect: { width: 1024, height: 640 },
  });
  const lines = virtualizer.getVirtualItems();
  const last = lines.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && rows.length > 0 && last >= Math.ceil(rows.length / abreast) - 4) onEndReached?.();
  }, [hasMore, last, abreast, rows.length, onEndReached]);

  if (!loading && rows.length === 0 && empty) return <EmptyList>{empty}</EmptyList>;
  const shown = lines.flatMap(({ index, start }) =>
    rows.slice(index * abreast, (index + 1) * abreast).map((row, column) => ({ row, column, start, index })),
  );
  const columnWidth = (width - gap * (abreast - 1)) / abreast;
  return (
    <div className={classes["scroller"]} ref={scroller}>
      <ul
        ref={list}
        className={classes["cards"]}
        aria-label={label}
        aria-busy={loading || undefined}
        style={{ height: loading ? undefined : virtualizer.getTotalSize() }}
      >
        {shown.map(({ row, column, start, index }) => (
          <li
            key={rowId(row)}
            className={classes["card"]}
            data-selected={selection?.has(rowId(row)) || undefined}
            aria-setsize={hasMore ? -1 : rows.length}
            aria-posinset={index * abreast + column + 1}
            style={{
              width: columnWidth > 0 ? columnWidth : "100%",
              height: cardHeight,
              transform: `translate(${column * (columnWidth + gap)}px, ${start}px)`,
            }}
          >
            <div className={classes["head"]}>
              {selection && <RowTick selection={selection} id={rowId(row)} name={rowName?.(row) ?? ""} />}
              {media?.(row)}
              <div className={classes["names"]}>
                <Link to={rowHref(row)} className={classes["title"]}>
                  {title(row)}
                </Link>
                <div className={classes["subtitle"]}>{subtitle(row)}</div>
              </div>
            </div>
            <div className={classes["facts"]}>
              {facts(row).map((fact, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines of text that keep their place
                <div key={place}>{fact}</div>
              ))}
            </div>
            <div className={classes["foot"]}>{foot(row)}</div>
          </li>
        ))}
      </ul>
      {(loading || hasMore) && (
        <div aria-hidden className={classes["skeletons"]}>
          {[...Array(loading ? 9 : 3).keys()].map((index) => (
            <Skeleton key={index} height={cardHeight} radius={10} />
          ))}
        </div>
      )}
    </div>
  );
}

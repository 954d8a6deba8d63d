import type { OpportunityRow, OpportunityStatus, StageView } from "@crm/contract";
import { useDroppable } from "@dnd-kit/core";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useId, useMemo, useRef } from "react";
import { formatAmount, formatNumber } from "../../lib/format.ts";
import { StageDot } from "../../ui/stage-dot.tsx";
import { ErrorState } from "../../ui/states.tsx";
import classes from "./board.module.css";
import { type BoardFilter, type BoardSort, boardCards } from "./board.queries.ts";
import { BoardCard, type Dropped } from "./board-card.tsx";

interface Props {
  /** Null: before the first stage. */
  stage: StageView | null;
  filter: BoardFilter;
  sort: BoardSort;
  /** Unknown as long as they are on their way. */
  figures: { count: number; amount: number } | undefined;
  search: string;
  canMove: boolean;
  dropped: RefObject<Dropped | null>;
  onStatus: (row: OpportunityRow, status: OpportunityStatus) => void;
}

export const columnId = (stage: StageView | null): string => stage?.id ?? "none";
const [cardHeight, gap] = [100, 8];

/** A stage of the board and its cards: only those in sight exist. */
export function BoardColumn({ stage, filter, sort, figures, search, canMove, dropped, onStatus }: Props) {
  const { t } = useLingui();
  const title = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { setNodeRef, isOver } = useDroppable({ id: columnId(stage), disabled: stage?.archived ?? false });
  const cards = useInfiniteQuery(boardCards(filter, sort, stage?.id ?? null));
  const rows = useMemo(() => cards.data?.pages.flatMap((page) => page.rows) ?? [], [cards.data]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => cardHeight + gap,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 4,
    initialRect: { width: 280, height: 640 },
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = cards;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && rows.length > 0 && last >= rows.length - 8) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, rows.length]);
  const count = figures?.count ?? 0;
  const shownCount = formatNumber(count);

  return (
    <section
      ref={setNodeRef}
      className={classes["column"]}
      aria-labelledby={title}
      data-over={isOver || undefined}
      data-column={columnId(stage)}
    >
      <header className={classes["head"]}>
        <h2 id={title} className={classes["name"]}>
          {stage && <StageDot colour={stage.colour} />}
          <span className={classes["label"]} title={stage?.label}>
            {stage === null ? t`Avant la première étape` : stage.archived ? t`${stage.label} (archivée)` : stage.label}
          </span>
          <span className={classes["count"]}>
            <span aria-hidden>{figures ? shownCount : " "}</span>
            <span className={classes["said"]}>
              {plural(count, { 0: "aucune opportunité", one: "# opportunité", other: `${shownCount} opportunités` })}
            </span>
          </span>
        </h2>
        <span className={classes["sum"]}>
          {figures ? formatAmount(figures.amount) : " "}
          {stage && <span className={classes["chance"]}>{t`${stage.probability} %`}</span>}
        </span>
      </header>
      <div ref={scroller} className={classes["cards"]}>
        {cards.isPending ? (
          <div aria-hidden className={classes["waiting"]}>
            {[0, 1, 2].map((index) => (
              <Skeleton key={index} height={cardHeight} radius={8} />
            ))}
          </div>
        ) : cards.isError && !cards.data ? (
          <ErrorState error={cards.error} onRetry={() => void cards.refetch()} />
        ) : rows.length === 0 ? (
          <p className={classes["none"]}>{t`Aucune opportunité`}</p>
        ) : (
          <ul className={classes["list"]} aria-labelledby={title} style={{ height: virtualizer.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index];
              return (
                row && (
                  <BoardCard
                    key={row.id}
                    row={row}
                    search={search}
                    canMove={canMove}
                    dropped={dropped}
                    onStatus={onStatus}
                    position={item.index + 1}
                    size={Math.max(count, rows.length)}
                    style={{ height: cardHeight, transform: `translateY(${item.start}px)` }}
                  />
                )
              );
            })}
          </ul>
        )}
      </div>
    </section>
  );
}

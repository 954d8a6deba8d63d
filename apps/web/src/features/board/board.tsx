import type { OpportunityRow, OpportunityStatus, PipelineView } from "@crm/contract";
import {
  type CollisionDetection,
  closestCenter,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardSensor,
  MeasuringStrategy,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { formatAmount, formatNumber } from "../../lib/format.ts";
import { holdLive } from "../../lib/live.ts";
import { EmptyList, ErrorState } from "../../ui/states.tsx";
import classes from "./board.module.css";
import { type BoardFilter, type BoardSort, boardColumns } from "./board.queries.ts";
import { CardFace, type Dropped } from "./board-card.tsx";
import { BoardColumn, columnId } from "./board-column.tsx";
import { toNextColumn } from "./board-keyboard.ts";
import { columnsOf } from "./board-way.ts";
import { useBoardWords } from "./board-words.ts";
import { isTarget, StatusTargets, statusOf } from "./status-targets.tsx";
import { useMoves } from "./use-moves.tsx";

interface Props {
  pipeline: PipelineView;
  filter: BoardFilter;
  sort: BoardSort;
  search: string;
  canMove: boolean;
  /** Shown instead of a board on which nothing stands. */
  empty: ReactNode;
  /** The window in which a state that was chosen is said, with its day and why, and only then written. */
  statusWindow: (of: { id: string; status: OpportunityStatus; onClose: () => void }) => ReactNode;
}

/** Under the pointer, a state before the column that it lies over; by keyboard, the nearest column. */
const under: CollisionDetection = (args) => {
  if (!args.pointerCoordinates) return closestCenter(args);
  const found = pointerWithin(args);
  const target = found.find(({ id }) => isTarget(id));
  return target ? [target] : found;
};

/** The « tableau kanban » display of the list: a column for each stage, cards that are dragged from one to another. */
export function Board({ pipeline, filter, sort, search, canMove, empty, statusWindow }: Props) {
  const { t } = useLingui();
  const figures = useQuery(boardColumns(filter));
  const [dragged, setDragged] = useState<OpportunityRow | null>(null);
  useEffect(() => (dragged ? holdLive() : undefined), [dragged]);
  /** A hand carries it; the keyboard has the card's menu. */
  const [byHand, setByHand] = useState(false);
  const [ending, setEnding] = useState<{ id: string; status: OpportunityStatus } | null>(null);
  const dropped = useRef<Dropped | null>(null);
  const { move, dialog } = useMoves({ pipeline, filter, sort });
  const columns = columnsOf(pipeline, figures.data ?? [], filter.stageId);
  const words = useBoardWords(columns);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    // At once: a smooth scroll that something interrupts leaves the card between two columns.
    useSensor(KeyboardSensor, { coordinateGetter: toNextColumn(columns.map(columnId)), scrollBehavior: "auto" }),
  );
  if (figures.isError && !figures.data)
    return <ErrorState error={figures.error} onRetry={() => void figures.refetch()} />;

  const count = figures.data?.reduce((sum, column) => sum + column.count, 0);
  if (count === 0) return <EmptyList>{empty}</EmptyList>;
  const sumOf = (of: "amount" | "weighted") => figures.data?.reduce((sum, column) => sum + column[of], 0) ?? 0;
  const shown = formatNumber(count ?? 0);

  function onDragEnd({ active, over, activatorEvent }: DragEndEvent) {
    setDragged(null);
    const row = active.data.current?.["row"] as OpportunityRow | undefined;
    if (!row || !over) return;
    const status = statusOf(over.id);
    if (status) {
      setEnding({ id: row.id, status });
      return;
    }
    const to = over.id === "none" ? null : String(over.id);
    if (activatorEvent instanceof KeyboardEvent) dropped.current = { id: row.id, to };
    if (to !== row.stageId) move(row, to);
  }

  return (
    <>
      <p className={classes["totals"]} role="status">
        {count === undefined
          ? " "
          : `${t`${shown} sur le tableau`} · ${formatAmount(sumOf("amount"))} · ${t`${formatAmount(sumOf("weighted"))} pondérés (ouvertes)`}`}
      </p>
      <DndContext
        sensors={sensors}
        collisionDetection={under}
        measuring={{ droppable: { strategy: MeasuringStrategy.Always } }}
        onDragStart={({ active, activatorEvent }) => {
          setByHand(!(activatorEvent instanceof KeyboardEvent));
          setDragged((active.data.current?.["row"] as OpportunityRow | undefined) ?? null);
        }}
        onDragEnd={onDragEnd}
        onDragCancel={() => setDragged(null)}
        accessibility={words}
      >
        <div className={classes["place"]}>
          <div className={classes["board"]} data-dragging={dragged !== null || undefined}>
            {columns.map((stage) => (
              <BoardColumn
                key={columnId(stage)}
                stage={stage}
                filter={filter}
                sort={sort}
                search={search}
                canMove={canMove}
                dropped={dropped}
                onStatus={({ id }, status) => setEnding({ id, status })}
                figures={
                  figures.data &&
                  (figures.data.find(({ stageId }) => stageId === (stage?.id ?? null)) ?? { count: 0, amount: 0 })
                }
              />
            ))}
          </div>
          {dragged && byHand && <StatusTargets row={dragged} />}
        </div>
        <DragOverlay dropAnimation={null}>
          {dragged && (
            <div className={classes["card"]} data-lifted>
              <CardFace row={dragged} search={search} />
            </div>
          )}
        </DragOverlay>
      </DndContext>
      {dialog}
      {ending && statusWindow({ ...ending, onClose: () => setEnding(null) })}
    </>
  );
}

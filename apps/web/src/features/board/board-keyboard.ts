import type { KeyboardCoordinateGetter } from "@dnd-kit/core";

/** Left and right arrows carry a card to the next column, whatever its height; the others do nothing. */
export const toNextColumn =
  (columns: readonly string[]): KeyboardCoordinateGetter =>
  (event, { active, context: { over, droppableRects, draggableNodes } }) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.code];
    if (event.code.startsWith("Arrow")) event.preventDefault();
    if (step === undefined) return undefined;
    const stands = draggableNodes.get(active)?.node.current?.closest<HTMLElement>("[data-column]")?.dataset["column"];
    const place = columns.indexOf(String(over?.id ?? stands));
    const rect = droppableRects.get(columns[place + step] ?? "");
    // Below the column's head, where its cards begin.
    return rect && { x: rect.left + 8, y: rect.top + 72 };
  };

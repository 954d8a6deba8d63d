import type { KeyboardEvent } from "react";

const ways: Record<string, [rows: number, columns: number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/**
 * Arrows go from segment to segment (`data-segment`): left and right along a bar and on to the next, up and down to the
 * nearest of another bar.
 */
export function onSegmentKey(event: KeyboardEvent, root: HTMLElement | null): void {
  const way = ways[event.key];
  if (!way || !root || !(event.target instanceof HTMLElement)) return;
  const [rows, columns] = way;
  const segments = [...root.querySelectorAll<HTMLElement>("[data-segment]")];
  const here = event.target.closest<HTMLElement>("[data-segment]");
  const place = here ? segments.indexOf(here) : -1;
  if (!here || place < 0) return;
  const bar = here.parentElement;
  const others = segments.filter((segment) => segment.parentElement !== bar);
  const [ahead, behind] = [segments.slice(place + 1), segments.slice(0, place).reverse()];
  const nextBar = (rows > 0 ? ahead : behind).find((segment) => others.includes(segment))?.parentElement;
  const kin = segments.filter((segment) => segment.parentElement === nextBar);
  const target =
    columns !== 0
      ? segments[place + columns]
      : (kin.find(({ dataset }) => dataset["status"] === here.dataset["status"]) ?? kin[0]);
  if (!target) return;
  event.preventDefault();
  target.focus();
}

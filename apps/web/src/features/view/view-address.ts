import type { SavedView } from "@crm/contract";

/** The address that opens a view: what it keeps, and which one it is. */
export function addressOf({ id, query, columns, display }: SavedView): string {
  const params = new URLSearchParams(query);
  if (columns.length > 0) params.set("columns", columns.join(","));
  params.set("display", display);
  params.set("view", id);
  return params.toString();
}

const sorted = (query: string) => {
  const params = new URLSearchParams(query);
  params.sort();
  return params.toString();
};

/** Whether a list shows something else than the view it started from. */
export const differs = (
  view: SavedView,
  now: { query: string; shown: readonly string[]; display: string },
  usual: readonly string[],
): boolean =>
  sorted(view.query) !== sorted(now.query) ||
  view.display !== now.display ||
  (view.columns.length > 0 ? view.columns : usual).join() !== now.shown.join();

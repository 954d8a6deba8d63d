import { useMemo, useRef, useState } from "react";

/** Which rows of a list are selected: some of them, or all that the list's filter finds, but for a few. */
export interface Selection {
  /** All that the filter finds, beyond the rows that are loaded. */
  all: boolean;
  /** The ids selected; with `all`, those that are not. */
  marked: ReadonlySet<string>;
  has(id: string): boolean;
  /** Turns a row over; with `range`, every row from the last one turned to this one becomes as this one. */
  toggle(id: string, range?: boolean): void;
  /** How many of the rows loaded are selected. */
  ofRows: "none" | "some" | "every";
  /** All rows loaded, or none. */
  toggleRows(): void;
  selectAll(): void;
  clear(): void;
}

const none: ReadonlySet<string> = new Set();

/** A selection on a list; another filter (`of`) starts with nothing selected. */
export function useSelection(rowIds: readonly string[], of: string): Selection {
  const [state, setState] = useState({ of, all: false, marked: none });
  const last = useRef<string | null>(null);
  const { all, marked } = state.of === of ? state : { all: false, marked: none };

  return useMemo(() => {
    const keep = (all: boolean, marked: ReadonlySet<string>) => setState({ of, all, marked });
    const has = (id: string) => marked.has(id) !== all;
    /** The marks once these rows are selected, or not. */
    const marking = (ids: readonly string[], selected: boolean) => {
      const after = new Set(marked);
      for (const id of ids) {
        if (selected === all) after.delete(id);
        else after.add(id);
      }
      return after;
    };
    const selected = rowIds.filter(has).length;
    return {
      all,
      marked,
      has,
      toggle(id, range = false) {
        const [from, to] = [rowIds.indexOf(last.current ?? ""), rowIds.indexOf(id)];
        const ids = range && from >= 0 && to >= 0 ? rowIds.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
        last.current = id;
        keep(all, marking(ids, !has(id)));
      },
      ofRows: selected === 0 ? "none" : selected === rowIds.length ? "every" : "some",
      toggleRows: () => keep(all, marking(rowIds, selected < rowIds.length)),
      selectAll: () => keep(true, none),
      clear: () => keep(false, none),
    };
  }, [all, marked, of, rowIds]);
}

/** How many rows are selected of `total`; null while the total is not known. */
export const selectedCount = ({ all, marked }: Selection, total: number | null): number | null =>
  all ? total && Math.max(0, total - marked.size) : marked.size;

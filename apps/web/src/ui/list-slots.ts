import type { Count, Display } from "@crm/contract";
import type { AnswerFilter, FilterTree } from "@crm/fields";
import { useLocalStorage } from "@mantine/hooks";
import type { UseQueryOptions } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo } from "react";
import { ApiError } from "../lib/api.ts";
import type { FilterSubject } from "../lib/filter-subject.ts";
import { type ListAddress, queryOf } from "../lib/list-address.ts";
import type { Column } from "./data-table-parts.tsx";
import type { Selection } from "./selection.ts";

/** A list as it is on screen: what the menus of views and columns show and change. */
export interface ListState {
  /** Search, filters and sort, as a saved view keeps them. */
  query: string;
  /** The saved view that the address started from; "none": the usual one is not wanted. */
  view: string | null;
  display: Display;
  /** Ids of the columns shown, in their order, and of those that are usual. */
  shown: readonly string[];
  usual: readonly string[];
  columns: readonly { id: string; header: string; leads?: boolean }[];
  onColumns: (ids: string[]) => void;
  /** Opens another address of the list. */
  open: (query: string) => void;
}

/** A filter of the list's own, as it is read and taken off; `outdated`: what it asks for is there no more. */
export interface OwnChip {
  label: string;
  outdated?: boolean;
  onRemove: () => void;
}

/** The filters in force and what takes them off. */
export interface FilterState {
  fields: readonly FilterSubject[];
  own: readonly OwnChip[];
  answers: AnswerFilter[];
  onAnswers: (answers: AnswerFilter[]) => void;
  tree: FilterTree | null;
  onTree: (tree: FilterTree | null) => void;
  onClear: () => void;
}

/** The rows that are selected, and of how many. */
export interface SelectedRows<Key extends readonly unknown[]> {
  selection: Selection;
  /** The filter of the list, as it is asked for. */
  filter: object;
  /** The count that came along with the first page, or null. */
  count: Count | null;
  /** The request that counts: up to the cap, or to the end. */
  counting: (exact: boolean) => UseQueryOptions<Count, Error, Count, Key>;
}

/** What lists get from the features that know questions and saved views. */
export interface ListSlots {
  answerColumns: readonly Column<{ answers: Record<string, unknown> }>[];
  answerFilters: (value: AnswerFilter[], onChange: (value: AnswerFilter[]) => void) => ReactNode;
  /** The groups of criteria. */
  groups: (state: FilterState) => ReactNode;
  chips: (state: FilterState) => ReactNode;
  /** The menus of views and columns. */
  tools: (state: ListState) => ReactNode;
  /** Below the list: what can be done with the rows that are selected; undefined: nothing, so none can be. */
  bulk: (<Key extends readonly unknown[]>(rows: SelectedRows<Key>) => ReactNode) | undefined;
  /** The columns that this person chose; none: the usual ones. */
  preferred: readonly string[];
  prefer: (columns: string[]) => void;
  /** The address to go to for everything: the bare one, unless it opens a view. */
  everything: string;
  /** The view that the list opens with is on its way: nothing is worth asking before. */
  waiting: boolean;
}

/** A list that is sorted by a question that is gone, or out of search, is sorted as usual: the order finds no more and no less. */
export function useSortThatFits(
  error: Error | null,
  change: (part: Partial<ListAddress>, how: { replace: true }) => void,
) {
  const misfit = error instanceof ApiError && error.body.issues.some(({ path }) => path === "querystring/sort");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `change` is a new function at each render
  useEffect(() => {
    if (misfit) change({ sort: "createdAt", direction: null }, { replace: true });
  }, [misfit]);
}

/** A phone has no room for a table. */
const firstDisplay = (): Display => (window.matchMedia("(max-width: 48em)").matches ? "list" : "table");

/** Columns and display in force: the address says it where a saved view is open, else it is as this person likes it. */
export function useListLook<Row extends { answers: Record<string, unknown> }, Address extends ListAddress>({
  remembered,
  address,
  change,
  own,
  usual,
  slots,
}: {
  /** Under which name the display is remembered on this device. */
  remembered: string;
  address: Address;
  change: (part: Partial<ListAddress>) => void;
  /** Every column but those of questions. */
  own: readonly Column<Row>[];
  usual: readonly string[];
  slots: Pick<ListSlots, "answerColumns" | "preferred" | "prefer">;
}) {
  const [liked, setLiked] = useLocalStorage<Display>({
    key: remembered,
    defaultValue: firstDisplay(),
    getInitialValueInEffect: false,
  });
  const { answerColumns, preferred, prefer } = slots;
  const all = useMemo(() => [...own, ...(answerColumns as readonly Column<Row>[])], [own, answerColumns]);
  const wanted = address.columns.length > 0 ? address.columns : preferred.length > 0 ? preferred : usual;
  const wantedKey = wanted.join();
  const columns = useMemo(() => {
    const known = wantedKey.split(",").flatMap((id) => all.find((column) => column.id === id) ?? []);
    // The one that leads to the record is always there.
    const leading = all.filter(({ id, leads }) => leads && !known.some((column) => column.id === id));
    return [...leading, ...known];
  }, [all, wantedKey]);
  const display = address.display ?? liked;
  return {
    columns,
    display,
    sorts: all.flatMap(({ sort, header }) => (sort === undefined ? [] : [{ value: sort, label: header }])),
    setDisplay: (next: Display) => {
      setLiked(next);
      if (address.display !== null) change({ display: next });
    },
    state: {
      ...{ display, usual, view: address.view, query: queryOf(address) },
      shown: columns.map(({ id }) => id),
      columns: all.map(({ id, header, leads }) => ({ id, header, ...(leads ? { leads } : {}) })),
      onColumns: (ids: string[]) => (address.columns.length > 0 ? change({ columns: ids }) : prefer(ids)),
    },
  };
}

import { boardApi, type OpportunityRow, opportunityApi, type Request, type Response } from "@crm/contract";
import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  type QueryKey,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { call } from "../../lib/api.ts";
import { today } from "../../lib/format.ts";

type ListQuery = Request<typeof opportunityApi.list>["query"];
export type BoardFilter = Request<typeof boardApi.columns>["query"];
export type BoardSort = Pick<ListQuery, "sort" | "direction">;
type Column = Response<typeof boardApi.columns>[number];
type Cards = InfiniteData<Response<typeof opportunityApi.list>>;

// Under the keys of the list: what changes an opportunity refreshes the board too.
const board = ["opportunity", "list", "board"] as const;

/** The figures of every column. */
export const boardColumns = (filter: BoardFilter) =>
  queryOptions({
    queryKey: [...board, "columns", filter],
    queryFn: ({ signal }) => call(boardApi.columns, { query: filter, signal }),
    placeholderData: keepPreviousData,
  });

/** The cards of one column, page after page. `stageId` null: before the first stage. */
export const boardCards = (filter: BoardFilter, sort: BoardSort, stageId: string | null) =>
  infiniteQueryOptions({
    queryKey: [...board, "cards", filter, sort, stageId ?? "none"],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filter, ...sort, stageId: stageId ?? "none", size: 30, after: pageParam };
      return call(opportunityApi.list, { query, signal });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** A card on its way to another stage; `days`: those of the stages, where a step back is undone. */
export interface Move {
  row: OpportunityRow;
  to: string | null;
  days?: { stageId: string; reachedOn: string }[];
}

/** Moves a card: on the board at once, taken back when the server refuses. */
export function useMoveCard(filter: BoardFilter, sort: BoardSort) {
  const client = useQueryClient();
  return useMutation({
    mutationKey: board,
    mutationFn: ({ row, to, days }: Move) =>
      call(boardApi.move, { params: { id: row.id }, body: { from: row.stageId, to, on: today(), days } }),
    onMutate: async ({ row, to }) => {
      await client.cancelQueries({ queryKey: board });
      const before = client.getQueriesData({ queryKey: board });
      const cards = (stageId: string | null) => boardCards(filter, sort, stageId).queryKey;
      const amount = row.amount ?? 0;
      changeCards(client, cards(row.stageId), (rows) => rows.filter(({ id }) => id !== row.id));
      changeCards(client, cards(to), (rows) => [{ ...row, stageId: to }, ...rows.filter(({ id }) => id !== row.id)]);
      client.setQueryData(
        boardColumns(filter).queryKey,
        (columns) => columns && shifted(shifted(columns, row.stageId, -1, -amount), to, 1, amount),
      );
      return before;
    },
    onError: (_error, _move, before) => {
      for (const [key, data] of before ?? []) client.setQueryData(key, data);
    },
    onSettled: (_moved, _error, { row }) => {
      for (const queryKey of [
        ["opportunity", "list"],
        ["opportunity", "card", row.id],
        ["opportunity", "timeline", row.id],
        ["contact", "card", row.contact.id],
        ["home"],
      ])
        void client.invalidateQueries({ queryKey });
    },
  });
}

function changeCards(client: QueryClient, key: QueryKey, change: (rows: OpportunityRow[]) => OpportunityRow[]): void {
  client.setQueryData(key, (cards: Cards | undefined) => {
    if (!cards) return cards;
    // The first page takes what comes: a card that leaves may be on any.
    const rows = change(cards.pages.flatMap((page) => page.rows));
    const [first, ...others] = cards.pages.map((page) => page.rows.length);
    const extra = rows.length - (first ?? 0) - others.reduce((sum, length) => sum + length, 0);
    let start = 0;
    return {
      ...cards,
      pages: cards.pages.map((page, index) => {
        const end = start + page.rows.length + (index === 0 ? extra : 0);
        const shown = rows.slice(start, end);
        start = end;
        return { ...page, rows: shown };
      }),
    };
  });
}

/** A column's figures with some more, or fewer; a column that had none begins. What is weighed, the server tells. */
function shifted(columns: Column[], stageId: string | null, count: number, amount: number): Column[] {
  const known = columns.find((column) => column.stageId === stageId) ?? { stageId, count: 0, amount: 0, weighted: 0 };
  const changed = { ...known, count: Math.max(0, known.count + count), amount: Math.max(0, known.amount + amount) };
  return [...columns.filter((column) => column.stageId !== stageId), changed];
}

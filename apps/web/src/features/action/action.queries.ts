import { type ActionTypeView, actionApi, type Request } from "@crm/contract";
import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { call } from "../../lib/api.ts";
import { useReorder } from "../../lib/reorder.ts";

type Query = Omit<Request<typeof actionApi.list>["query"], "after">;
export type ActionFilterQuery = Request<typeof actionApi.counts>["query"];

const keys = { lists: ["action", "list"] as const, types: ["action", "types"] as const };

/** What is planned, page after page. */
export const actionList = (query: Query) =>
  infiniteQueryOptions({
    queryKey: [...keys.lists, query],
    queryFn: ({ pageParam, signal }) => call(actionApi.list, { query: { ...query, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** How many are late, today, this week, later. */
export const actionCounts = (query: ActionFilterQuery) =>
  queryOptions({
    queryKey: [...keys.lists, "counts", query],
    queryFn: ({ signal }) => call(actionApi.counts, { query, signal }),
  });

export const actionTypeList = queryOptions({
  queryKey: keys.types,
  queryFn: ({ signal }) => call(actionApi.types, { signal }),
  staleTime: 60_000,
});

/** Lists, counts, and the timelines that tell of it, are read again. */
function refresh(client: QueryClient): void {
  for (const queryKey of [keys.lists, ["contact", "card"], ["contact", "timeline"], ["opportunity", "card"]])
    void client.invalidateQueries({ queryKey });
  void client.invalidateQueries({ queryKey: ["opportunity", "timeline"] });
}

/** A command on actions; what failed may be out of date as well. */
function useCommand<Input, Output>(run: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: run, onSettled: () => refresh(client) });
}

export const usePlanAction = () =>
  useCommand((body: Request<typeof actionApi.create>["body"]) => call(actionApi.create, { body }));

export const useUpdateAction = () =>
  useCommand(({ id, ...body }: { id: string } & Request<typeof actionApi.update>["body"]) =>
    call(actionApi.update, { params: { id }, body }),
  );

export const useFinishAction = () =>
  useCommand(({ id, report }: { id: string; report: string }) =>
    call(actionApi.finish, { params: { id }, body: { report } }),
  );

export const useReopenAction = () => useCommand((id: string) => call(actionApi.reopen, { params: { id } }));
export const useRemoveAction = () => useCommand((id: string) => call(actionApi.remove, { params: { id } }));
export const useRestoreAction = () => useCommand((id: string) => call(actionApi.restore, { params: { id } }));

/** A type as the server just gave it; actions of it show its new name. */
function useTypeCommand<Input>(run: (input: Input) => Promise<ActionTypeView>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.types });
      void client.invalidateQueries({ queryKey: keys.lists });
    },
  });
}

/** Adds a type, or saves the one given. */
export const useSaveActionType = (type: ActionTypeView | undefined) =>
  useTypeCommand((body: Request<typeof actionApi.createType>["body"]) =>
    type === undefined
      ? call(actionApi.createType, { body })
      : call(actionApi.updateType, { params: { id: type.id }, body: { ...body, version: type.version } }),
  );

export const useArchiveActionType = () =>
  useTypeCommand(({ id, archived }: { id: string; archived: boolean }) =>
    call(actionApi.setTypeArchived, { params: { id }, body: { archived } }),
  );

export const useReorderActionTypes = () =>
  useReorder(actionTypeList, (ids) => call(actionApi.reorderTypes, { body: { ids } }));

export const calendarFeed = queryOptions({
  queryKey: ["action", "calendar"],
  queryFn: ({ signal }) => call(actionApi.calendar, { signal }),
});

/** Makes a new secret address, or revokes the one there is. */
export function useCalendar() {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: calendarFeed.queryKey });
  return {
    open: useMutation({ mutationFn: () => call(actionApi.openCalendar, {}), onSettled }),
    close: useMutation({ mutationFn: () => call(actionApi.closeCalendar, {}), onSettled }),
  };
}

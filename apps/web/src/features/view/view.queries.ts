import { type ListViews, type Request, type SavedView, viewApi } from "@crm/contract";
import type { RecordName } from "@crm/fields";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../lib/api.ts";

/** The views of a list that one may open, and how one likes the list. */
export const listViews = (record: RecordName) =>
  queryOptions({
    queryKey: ["view", record],
    queryFn: ({ signal }) => call(viewApi.list, { query: { record }, signal }),
    staleTime: 60_000,
  });

type Preference = Omit<Request<typeof viewApi.prefer>["body"], "record">;

/** Shown at once; what the server refuses is read again. */
export function usePrefer(record: RecordName) {
  const client = useQueryClient();
  const { queryKey } = listViews(record);
  return useMutation({
    mutationFn: (body: Preference) => call(viewApi.prefer, { body: { record, ...body } }),
    onMutate: async (changes) => {
      await client.cancelQueries({ queryKey });
      client.setQueryData(
        queryKey,
        (views: ListViews | undefined) =>
          views && { ...views, preference: { ...views.preference, ...(changes as Partial<ListViews["preference"]>) } },
      );
    },
    onError: () => client.invalidateQueries({ queryKey }),
  });
}

const useChanging = <Input, Result>(record: RecordName, mutationFn: (input: Input) => Promise<Result>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => client.invalidateQueries({ queryKey: listViews(record).queryKey }),
  });
};

export const useCreateView = (record: RecordName) =>
  useChanging(record, (body: Omit<Request<typeof viewApi.create>["body"], "record">) =>
    call(viewApi.create, { body: { record, ...body } }),
  );

type Changes = Omit<Request<typeof viewApi.update>["body"], "version">;
export const useUpdateView = (record: RecordName) =>
  useChanging(record, ({ view: { id, version }, changes }: { view: SavedView; changes: Changes }) =>
    call(viewApi.update, { params: { id }, body: { version, ...changes } }),
  );

export const useRemoveView = (record: RecordName) =>
  useChanging(record, (id: string) => call(viewApi.remove, { params: { id } }));

import { type DuplicatePair, duplicateApi, type Request } from "@crm/contract";
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { call } from "../../lib/api.ts";

const keys = { all: ["duplicate"] as const };

export type Typed = Omit<Request<typeof duplicateApi.similar>["query"], "exceptId">;

/** Contacts that look like the one being typed. */
export const similarContacts = (typed: Typed, exceptId: string | undefined) =>
  queryOptions({
    queryKey: [...keys.all, "similar", typed, exceptId],
    queryFn: ({ signal }) => call(duplicateApi.similar, { query: { ...typed, exceptId }, signal }),
    placeholderData: keepPreviousData,
    // A warning that can't be had is none.
    retry: false,
  });

/** Pairs, strongest first, page after page. */
export const duplicateList = infiniteQueryOptions({
  queryKey: [...keys.all, "list"],
  queryFn: ({ pageParam, signal }) => call(duplicateApi.list, { query: { after: pageParam, size: 20 }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }) => next ?? undefined,
});

export const mergePair = (firstId: string, secondId: string) =>
  queryOptions({
    queryKey: [...keys.all, "compare", firstId, secondId],
    queryFn: ({ signal }) => call(duplicateApi.compare, { query: { firstId, secondId }, signal }),
    staleTime: 0,
  });

/** Whatever shows contacts, opportunities or pairs is read again. */
function useRefresh() {
  const client = useQueryClient();
  return () => {
    for (const key of ["contact", "opportunity", "home"]) void client.invalidateQueries({ queryKey: [key] });
    void client.invalidateQueries({ queryKey: keys.all, refetchType: "all" });
  };
}

export function useSetDistinct() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ first, second, distinct }: Pick<DuplicatePair, "first" | "second"> & { distinct: boolean }) =>
      call(duplicateApi.setDistinct, { body: { firstId: first.id, secondId: second.id, distinct } }),
    onSuccess: () => client.invalidateQueries({ queryKey: duplicateList.queryKey }),
  });
}

export function useMerge() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: Request<typeof duplicateApi.merge>["body"]) => call(duplicateApi.merge, { body }),
    onSuccess: refresh,
  });
}

export function useUndoMerge() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, keepChanges = false }: { id: string; keepChanges?: boolean }) =>
      call(duplicateApi.undo, { params: { id }, body: { keepChanges } }),
    onSuccess: refresh,
  });
}

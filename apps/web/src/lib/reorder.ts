import { type DataTag, type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";

/** Sends a list's new order. It is shown at once, and taken back when the server refuses it. */
export function useReorder<Row extends { id: string }>(
  { queryKey }: { queryKey: DataTag<QueryKey, Row[], Error> },
  send: (ids: string[]) => Promise<unknown>,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onMutate: async (ids) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<Row[]>(queryKey);
      client.setQueryData<Row[]>(
        queryKey,
        before && [...before].sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id)),
      );
      return before;
    },
    onError: (_error, _ids, before) => client.setQueryData<Row[]>(queryKey, before),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}

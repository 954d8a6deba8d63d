import { notificationApi } from "@crm/contract";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../lib/api.ts";

export const notificationKeys = { all: ["notification"] as const };

export const notificationList = queryOptions({
  queryKey: notificationKeys.all,
  queryFn: ({ signal }) => call(notificationApi.list, { signal }),
});

/** All read, on screen at once; put back if the server could not. */
export function useMarkRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call(notificationApi.markRead),
    onMutate: async () => {
      await client.cancelQueries({ queryKey: notificationKeys.all });
      const before = client.getQueryData(notificationList.queryKey);
      const readAt = new Date().toISOString();
      if (before)
        client.setQueryData(notificationList.queryKey, {
          unread: 0,
          rows: before.rows.map((row) => ({ ...row, readAt: row.readAt ?? readAt })),
        });
      return before;
    },
    onError: (_error, _sent, before) => client.setQueryData(notificationList.queryKey, before),
  });
}

import { type Request, settingApi } from "@crm/contract";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../lib/api.ts";

export const settings = queryOptions({
  queryKey: ["setting"],
  queryFn: ({ signal }) => call(settingApi.show, { signal }),
});

export function useUpdateSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Request<typeof settingApi.update>["body"]) => call(settingApi.update, { body }),
    onSuccess: (view) => {
      client.setQueryData(settings.queryKey, view);
      void client.invalidateQueries({ queryKey: ["bin"] });
    },
  });
}

import { installationApi, type Request } from "@crm/contract";
import { queryOptions, useMutation } from "@tanstack/react-query";
import { call } from "../../lib/api.ts";

export const installation = queryOptions({
  queryKey: ["installation"],
  queryFn: ({ signal }) => call(installationApi.show, { signal }),
});

export const demoState = queryOptions({
  queryKey: ["installation", "demo"],
  queryFn: ({ signal }) => call(installationApi.demo, { signal }),
  staleTime: 300_000,
});

export const useInstall = () =>
  useMutation({
    mutationFn: (body: Request<typeof installationApi.run>["body"]) => call(installationApi.run, { body }),
  });

import { anonymisationApi, type ContactView } from "@crm/contract";
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call, download, saveAs } from "../../lib/api.ts";

/** Marks a contact, or takes the mark off; its card is read again. */
export function useAnonymisation(id: string, verb: "mark" | "cancel") {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call(anonymisationApi[verb], { params: { id } }),
    onSuccess: (view) => {
      const queryKey = ["contact", "card", id];
      client.setQueryData(queryKey, (card: ContactView | undefined) => card && { ...card, ...view });
      void client.invalidateQueries({ queryKey });
    },
  });
}

/** Everything held about a person, as a file. */
export const useExportPersonalData = (id: string) =>
  useMutation({
    mutationFn: async (format: "json" | "html") =>
      saveAs(await download(anonymisationApi.personalData, { params: { id }, query: { format } })),
  });

export const certificateList = infiniteQueryOptions({
  queryKey: ["anonymisation", "certificates"],
  queryFn: ({ pageParam, signal }) => call(anonymisationApi.certificates, { query: { after: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }) => next ?? undefined,
});

export const certificate = (id: string) =>
  queryOptions({
    queryKey: ["anonymisation", "certificate", id],
    queryFn: ({ signal }) => call(anonymisationApi.certificate, { params: { id }, signal }),
  });

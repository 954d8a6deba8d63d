import { binApi } from "@crm/contract";
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../lib/api.ts";

export type BinRecord = "contact" | "opportunity";

/** The bin, page after page, latest first. */
export const binList = (record: BinRecord) =>
  infiniteQueryOptions({
    queryKey: ["bin", record],
    queryFn: ({ pageParam, signal }) => call(binApi.list, { query: { record, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** What would go along with a contact. */
export const contactImpact = (id: string) =>
  queryOptions({
    queryKey: ["bin", "impact", id],
    queryFn: ({ signal }) => call(binApi.contactImpact, { params: { id }, signal }),
  });

const endpoints = {
  contact: { delete: binApi.deleteContact, restore: binApi.restoreContact, purge: binApi.purgeContact },
  opportunity: { delete: binApi.deleteOpportunity, restore: binApi.restoreOpportunity, purge: binApi.purgeOpportunity },
};

/** Deletes, restores or deletes for good; lists and cards are read again, but for the card of what is gone. */
export function useBin(record: BinRecord, verb: "delete" | "restore" | "purge") {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(endpoints[record][verb], { params: { id } }),
    onSuccess: async (_nothing, id) => {
      client.removeQueries({ queryKey: [record, "card", id] });
      await Promise.all(
        ["bin", "contact", "opportunity"].map((noun) =>
          client.invalidateQueries({ queryKey: [noun], refetchType: verb === "delete" ? "none" : "active" }),
        ),
      );
    },
  });
}

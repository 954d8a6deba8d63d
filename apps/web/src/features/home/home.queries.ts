import { contactApi, opportunityApi } from "@crm/contract";
import { queryOptions } from "@tanstack/react-query";
import { call } from "../../lib/api.ts";

// Under the keys of the lists: what changes a contact refreshes them too.
export const recentContacts = queryOptions({
  queryKey: ["contact", "list", "recent"],
  queryFn: ({ signal }) => call(contactApi.list, { query: { size: 8, sort: "createdAt" }, signal }),
});

export const recentOpportunities = queryOptions({
  queryKey: ["opportunity", "list", "recent"],
  queryFn: ({ signal }) => call(opportunityApi.list, { query: { size: 6, sort: "createdAt" }, signal }),
});

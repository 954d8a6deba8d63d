import { contactApi, type HomeWidget, homeApi, opportunityApi, submissionApi, type Whose } from "@crm/contract";
import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
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

export const recentSubmissions = queryOptions({
  queryKey: ["submission", "list", "recent"],
  queryFn: ({ signal }) => call(submissionApi.list, { query: { size: 6 }, signal }),
});

export const myPipeline = (whose: Whose) =>
  queryOptions({
    queryKey: ["home", "pipeline", whose],
    queryFn: ({ signal }) => call(homeApi.pipeline, { query: { whose }, signal }),
  });

export const staleOpportunities = (whose: Whose) =>
  queryOptions({
    queryKey: ["home", "stale", whose],
    queryFn: ({ signal }) => call(homeApi.stale, { query: { whose }, signal }),
  });

export const changesSince = (since: string) =>
  queryOptions({
    queryKey: ["home", "changes", since],
    queryFn: ({ signal }) => call(homeApi.changes, { query: { since }, signal }),
  });

const visitKey = (userId: string) => `crm-visit-${userId}`;

/** Since when this person had not been here. Asked once for as long as the tab is open: a look at a card is no other visit. */
export const lastVisit = (userId: string) =>
  queryOptions({
    queryKey: ["visit", userId],
    queryFn: async () => {
      const kept = sessionStorage.getItem(visitKey(userId));
      if (kept) return kept;
      const { since } = await call(homeApi.visit);
      sessionStorage.setItem(visitKey(userId), since);
      return since;
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

/** All that changed until now has been seen. */
export async function markSeen(client: QueryClient, userId: string): Promise<void> {
  await call(homeApi.visit);
  const since = new Date().toISOString();
  sessionStorage.setItem(visitKey(userId), since);
  client.setQueryData(lastVisit(userId).queryKey, since);
}

/** What I chose to see on the home page, in order. Not under « home »: nothing that happens to records changes it. */
export const homeWidgetList = queryOptions({
  queryKey: ["home-widgets"],
  queryFn: ({ signal }) => call(homeApi.widgets, { signal }),
  staleTime: 60_000,
});

/** Chooses other widgets; null: the usual ones again. */
export function useChooseWidgets() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (widgets: HomeWidget[] | null) => call(homeApi.chooseWidgets, { body: { widgets } }),
    onSuccess: (chosen) => client.setQueryData(homeWidgetList.queryKey, chosen),
  });
}

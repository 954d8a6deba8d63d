import { type Request, type SubmissionPeriod, submissionApi } from "@crm/contract";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call } from "../../lib/api.ts";

export type SubmissionListQuery = Omit<Request<typeof submissionApi.list>["query"], "after" | "size">;

const noun = "submission";

/** The newest first, page after page. An older search's request is aborted; its rows stay until the new ones come. */
export const submissionList = (query: SubmissionListQuery) =>
  infiniteQueryOptions({
    queryKey: [noun, "list", query],
    queryFn: ({ pageParam, signal }) => call(submissionApi.list, { query: { ...query, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** How many a filter finds: up to the cap, or to the end. */
export const submissionCount = (filter: SubmissionListQuery, exact: boolean) =>
  queryOptions({
    queryKey: [noun, "list", "count", filter, exact],
    queryFn: ({ signal }) => call(submissionApi.count, { query: { ...filter, exact: String(exact) }, signal }),
  });

export const submissionCard = (id: string) =>
  queryOptions({
    queryKey: [noun, "card", id],
    queryFn: ({ signal }) => call(submissionApi.show, { params: { id }, signal }),
  });

/** So many are shown on the card of a contact; the list has them all. */
export const latestOfContact = (contactId: string) =>
  queryOptions({
    queryKey: [noun, "list", "contact", contactId],
    queryFn: ({ signal }) => call(submissionApi.list, { query: { contactId, size: 5 }, signal }),
  });

export const submissionStats = (days: number, by: SubmissionPeriod) =>
  queryOptions({
    queryKey: [noun, "stats", days, by],
    queryFn: ({ signal }) => call(submissionApi.stats, { query: { days, by }, signal }),
    placeholderData: keepPreviousData,
  });

import { type ContactCard, type ContactView, contactApi, type Request } from "@crm/contract";
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { call } from "../../lib/api.ts";

export type ContactListQuery = Omit<Request<typeof contactApi.list>["query"], "after" | "size">;
export type ContactFilterQuery = Omit<Request<typeof contactApi.count>["query"], "exact">;

const keys = { all: ["contact"] as const, lists: ["contact", "list"] as const };

/** The list, page after page. An older search's request is aborted by its signal; its rows stay until the new ones come. */
export const contactList = (query: ContactListQuery) =>
  infiniteQueryOptions({
    queryKey: [...keys.lists, query],
    queryFn: ({ pageParam, signal }) => call(contactApi.list, { query: { ...query, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** How many rows a filter finds: up to the cap, or to the end. */
export const contactCount = (filter: ContactFilterQuery, exact: boolean) =>
  queryOptions({
    queryKey: [...keys.lists, "count", filter, exact],
    queryFn: ({ signal }) => call(contactApi.count, { query: { ...filter, exact: String(exact) }, signal }),
  });

export const contactCard = (id: string) =>
  queryOptions({
    queryKey: [...keys.all, "card", id],
    queryFn: ({ signal }) => call(contactApi.show, { params: { id }, signal }),
  });

/** The timeline behind the first page, which comes with the card; from its beginning when only some kinds are asked for. */
export const contactTimeline = (id: string, after: string | undefined, kinds?: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.all, "timeline", id, after, kinds],
    queryFn: ({ pageParam, signal }) =>
      call(contactApi.timeline, { params: { id }, query: { after: pageParam, kinds }, signal }),
    initialPageParam: after,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** Shows a contact as the server just gave it; its timeline and the lists are read again. */
export function showSaved(client: QueryClient, view: ContactView): void {
  client.setQueryData(contactCard(view.id).queryKey, (card: ContactCard | undefined) => card && { ...card, ...view });
  // Given away, it can't be read any more.
  if (view.can.update) void client.invalidateQueries({ queryKey: contactCard(view.id).queryKey });
  void client.invalidateQueries({ queryKey: keys.lists });
}

const useSaving = <Body>(save: (body: Body) => Promise<ContactView>) => {
  const client = useQueryClient();
  return useMutation({ mutationFn: save, onSuccess: (view) => showSaved(client, view) });
};

export const useCreateContact = () =>
  useSaving((body: Request<typeof contactApi.create>["body"]) => call(contactApi.create, { body }));

export const useUpdateContact = (id: string) =>
  useSaving((body: Request<typeof contactApi.update>["body"]) => call(contactApi.update, { params: { id }, body }));

export const useAnswerContact = (id: string) =>
  useSaving((body: Request<typeof contactApi.answer>["body"]) => call(contactApi.answer, { params: { id }, body }));

export const useAssignContact = (id: string) =>
  useSaving((body: Request<typeof contactApi.assign>["body"]) => call(contactApi.assign, { params: { id }, body }));

export const useDuplicateContact = (id: string) =>
  useSaving<void>(() => call(contactApi.duplicate, { params: { id } }));

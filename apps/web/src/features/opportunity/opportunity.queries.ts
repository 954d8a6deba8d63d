import { type Endpoint, type OpportunityCard, type OpportunityView, opportunityApi, type Request } from "@crm/contract";
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { call } from "../../lib/api.ts";

export type OpportunityListQuery = Omit<Request<typeof opportunityApi.list>["query"], "after" | "size">;
export type OpportunityFilterQuery = Omit<Request<typeof opportunityApi.count>["query"], "exact">;
type Body<E extends Endpoint> = Request<E> extends { body: infer B } ? B : never;

const keys = { all: ["opportunity"] as const, lists: ["opportunity", "list"] as const };

/** The list, page after page. An older search's request is aborted by its signal; its rows stay until the new ones come. */
export const opportunityList = (query: OpportunityListQuery) =>
  infiniteQueryOptions({
    queryKey: [...keys.lists, query],
    queryFn: ({ pageParam, signal }) => call(opportunityApi.list, { query: { ...query, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** How many rows a filter finds: up to the cap, or to the end. */
export const opportunityCount = (filter: OpportunityFilterQuery, exact: boolean) =>
  queryOptions({
    queryKey: [...keys.lists, "count", filter, exact],
    queryFn: ({ signal }) => call(opportunityApi.count, { query: { ...filter, exact: String(exact) }, signal }),
  });

export const opportunityCard = (id: string) =>
  queryOptions({
    queryKey: [...keys.all, "card", id],
    queryFn: ({ signal }) => call(opportunityApi.show, { params: { id }, signal }),
  });

/** The timeline behind the first page, which comes with the card; from its beginning when only some kinds are asked for. */
export const opportunityTimeline = (id: string, after: string | undefined, kinds?: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.all, "timeline", id, after, kinds],
    queryFn: ({ pageParam, signal }) =>
      call(opportunityApi.timeline, { params: { id }, query: { after: pageParam, kinds }, signal }),
    initialPageParam: after,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** Shows an opportunity as the server just gave it; its timeline, the lists and its contact's card are read again. */
export function showSaved(client: QueryClient, view: OpportunityView): void {
  const { queryKey } = opportunityCard(view.id);
  client.setQueryData(queryKey, (card: OpportunityCard | undefined) => card && { ...card, ...view });
  // Given away, it can't be read any more.
  if (view.can.update) void client.invalidateQueries({ queryKey });
  void client.invalidateQueries({ queryKey: keys.lists });
  void client.invalidateQueries({ queryKey: ["contact", "card"] });
}

/**
 * A command that answers with the opportunity. `expect`: what it will most likely be, shown at once and taken back when the
 * server refuses.
 */
function useSaving<Input>(
  save: (input: Input) => Promise<OpportunityView>,
  id?: string,
  expect?: (card: OpportunityCard, input: Input) => Partial<OpportunityView>,
) {
  const client = useQueryClient();
  const queryKey = opportunityCard(id ?? "").queryKey;
  return useMutation({
    mutationFn: save,
    onMutate: async (input) => {
      if (!expect) return undefined;
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      if (before) client.setQueryData(queryKey, { ...before, ...expect(before, input) });
      return before;
    },
    onError: (_error, _input, before) => {
      if (before) client.setQueryData(queryKey, before);
      // Refused because it has changed meanwhile: look again.
      if (expect) void client.invalidateQueries({ queryKey });
    },
    onSuccess: (view) => showSaved(client, view),
  });
}

export const useCreateOpportunity = () =>
  useSaving((body: Body<typeof opportunityApi.create>) => call(opportunityApi.create, { body }));

export const useUpdateOpportunity = (id: string) =>
  useSaving((body: Body<typeof opportunityApi.update>) => call(opportunityApi.update, { params: { id }, body }));

export const useAnswerOpportunity = (id: string) =>
  useSaving((body: Body<typeof opportunityApi.answer>) => call(opportunityApi.answer, { params: { id }, body }));

export const useAssignOpportunity = (id: string) =>
  useSaving((body: Body<typeof opportunityApi.assign>) => call(opportunityApi.assign, { params: { id }, body }));

export const useChangeStatus = (id: string) =>
  useSaving(
    (body: Body<typeof opportunityApi.changeStatus>) => call(opportunityApi.changeStatus, { params: { id }, body }),
    id,
    ({ statusReason, remindOn: reminded }, { status, on, reason = statusReason, remindOn = reminded }) => ({
      status,
      statusOn: on,
      statusReason: reason,
      remindOn,
    }),
  );

export const useDuplicateOpportunity = (id: string) =>
  useSaving<void>(() => call(opportunityApi.duplicate, { params: { id } }));

export const useReachStage = (id: string) =>
  useSaving(
    (body: Body<typeof opportunityApi.reachStage>) => call(opportunityApi.reachStage, { params: { id }, body }),
    id,
    ({ reached }, stage) => ({ reached: [...reached, stage], stageId: stage.stageId, nextStageId: null }),
  );

export const useStepBack = (id: string) =>
  useSaving(
    (stageId: string) => call(opportunityApi.stepBack, { params: { id }, query: { stageId } }),
    id,
    ({ reached }) => ({ reached: reached.slice(0, -1), stageId: reached.at(-2)?.stageId ?? null }),
  );

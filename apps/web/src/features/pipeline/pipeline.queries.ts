import { type PipelineView, pipelineApi, type Request } from "@crm/contract";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../lib/api.ts";
import { useReorder } from "../../lib/reorder.ts";
import { pipelineList } from "../../lib/shared.queries.ts";

/** Shows a type as the server just gave it; opportunities may stand elsewhere on its bar now. */
function showSaved(client: QueryClient, view: PipelineView): void {
  client.setQueryData(pipelineList.queryKey, (types: PipelineView[] | undefined) =>
    types?.some(({ id }) => id === view.id)
      ? types.map((type) => (type.id === view.id ? view : type))
      : types && [...types, view],
  );
  void client.invalidateQueries({ queryKey: pipelineList.queryKey });
  void client.invalidateQueries({ queryKey: ["opportunity"] });
}

type Input = Request<typeof pipelineApi.create>["body"];

/** Adds a type, or saves the one given with all its stages. */
export function useSavePipeline(id: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ version, ...body }: Input & { version: number }) =>
      id === undefined
        ? call(pipelineApi.create, { body })
        : call(pipelineApi.update, { params: { id }, body: { ...body, version } }),
    onSuccess: (view) => showSaved(client, view),
  });
}

export function useArchivePipeline(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (archived: boolean) => call(pipelineApi.setArchived, { params: { id }, body: { archived } }),
    onSuccess: (view) => showSaved(client, view),
  });
}

export const useReorderPipelines = () =>
  useReorder(pipelineList, (ids) => call(pipelineApi.reorder, { body: { ids } }));

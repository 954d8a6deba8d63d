import { type Request, type SelectionView, selectionApi } from "@crm/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../lib/api.ts";
import { selectionList } from "../../lib/shared.queries.ts";

function useChange<Input>(change: (input: Input) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: selectionList.queryKey });
      void client.invalidateQueries({ queryKey: ["contact"] });
    },
  });
}

/** Saves a new selection, or changes one of mine. */
export const useSaveSelection = (selection: SelectionView | null) =>
  useChange((body: Request<typeof selectionApi.create>["body"]) =>
    selection
      ? call(selectionApi.update, { params: { id: selection.id }, body: { ...body, version: selection.version } })
      : call(selectionApi.create, { body }),
  );

export const useRemoveSelection = () =>
  useChange(({ id }: SelectionView) => call(selectionApi.remove, { params: { id } }));

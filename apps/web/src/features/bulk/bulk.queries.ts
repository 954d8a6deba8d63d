import { type BulkView, bulkApi, fileApi, type ImportOptions, type Request, selectionApi } from "@crm/contract";
import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { call } from "../../lib/api.ts";
import { useStreamEvent } from "../../lib/events.ts";
import { selectionList } from "../../lib/shared.queries.ts";

export type BulkBody = Request<typeof bulkApi.create>["body"];

const keys = { all: ["bulk"] as const, list: ["bulk", "list"] as const };

/** Whether the server still works on it. */
export const isWorking = ({ status }: Pick<BulkView, "status">) =>
  status === "checking" || status === "waiting" || status === "running" || status === "undoing";

/** A change. While the server works on it, it is read again now and then, should no event arrive. */
export const bulkCard = (id: string) =>
  queryOptions({
    queryKey: [...keys.all, "card", id],
    queryFn: ({ signal }) => call(bulkApi.show, { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && isWorking(state.data) ? 2000 : false),
    refetchIntervalInBackground: true,
  });

/** My latest changes. */
export const bulkList = queryOptions({
  queryKey: keys.list,
  queryFn: ({ signal }) => call(bulkApi.list, { signal }),
  refetchInterval: ({ state }) => (state.data?.some(isWorking) ? 3000 : false),
});

/** Makes a selection of one's own. */
export function useCreateSelection() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => call(selectionApi.create, { body: { name } }),
    onSuccess: () => void client.invalidateQueries({ queryKey: selectionList.queryKey }),
  });
}

const eventPause = 300;

/** Follows the changes: each event reads them again, a few times a second at most. */
export function useBulkEvents(): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useStreamEvent(
    useCallback(
      (event) => {
        if (event.kind !== "bulk" || timer.current) return;
        timer.current = setTimeout(() => {
          timer.current = undefined;
          void client.invalidateQueries({ queryKey: keys.all }, { cancelRefetch: false });
        }, eventPause);
      },
      [client],
    ),
  );
}

/** Records were changed: whatever shows them is read again. */
export function refreshRecords(client: QueryClient): void {
  for (const record of ["contact", "opportunity", "bin"]) void client.invalidateQueries({ queryKey: [record] });
}

function showBulk(client: QueryClient, view: BulkView): void {
  client.setQueryData(bulkCard(view.id).queryKey, view);
  void client.invalidateQueries({ queryKey: keys.list });
  if (!isWorking(view)) refreshRecords(client);
}

const useBulk = <Input>(act: (input: Input) => Promise<BulkView>) => {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: (view) => showBulk(client, view) });
};

export const useCreateBulk = () => useBulk((body: BulkBody) => call(bulkApi.create, { body }));
export const useRunBulk = (id: string) => useBulk<void>(() => call(bulkApi.run, { params: { id } }));
export const useCancelBulk = () => useBulk((id: string) => call(bulkApi.cancel, { params: { id } }));
export const useUndoBulk = () => useBulk((id: string) => call(bulkApi.undo, { params: { id } }));

/** Sends a file of contact codes, and starts reading what it names. */
export const useCheckDeletion = () =>
  useBulk(async ({ file, ...reading }: { file: File } & Pick<ImportOptions, "encoding" | "delimiter">) => {
    const { id } = await call(fileApi.upload, {
      query: { name: file.name.slice(0, 255), purpose: "import" },
      body: file,
    });
    return call(bulkApi.checkDeletion, { body: { fileId: id, ...reading } });
  });

import { type ExportView, exportApi, exportTemplateApi, type Request } from "@crm/contract";
import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { call, download, saveAs } from "../../lib/api.ts";
import { useStreamEvent } from "../../lib/events.ts";

export type ExportBody = Request<typeof exportApi.create>["body"];
export type ExportRecord = ExportView["record"];

const keys = { all: ["export"] as const, list: ["export", "list"] as const };

/** Whether the server still works on it. */
export const isWorking = ({ status }: Pick<ExportView, "status">) => status === "waiting" || status === "running";

/** An export. While the server works on it, it is read again now and then, should no event arrive. */
export const exportCard = (id: string) =>
  queryOptions({
    queryKey: [...keys.all, "card", id],
    queryFn: ({ signal }) => call(exportApi.show, { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && isWorking(state.data) ? 2000 : false),
    refetchIntervalInBackground: true,
  });

/** My exports, newest first, page by page. */
export const exportList = infiniteQueryOptions({
  queryKey: keys.list,
  queryFn: ({ pageParam, signal }) =>
    call(exportApi.list, { query: { size: 30, ...(pageParam ? { after: pageParam } : {}) }, signal }),
  initialPageParam: "",
  getNextPageParam: ({ next }) => next,
  refetchInterval: ({ state }) => (state.data?.pages.some(({ rows }) => rows.some(isWorking)) ? 3000 : false),
});

/** The export templates that I may use. */
export const exportTemplates = queryOptions({
  queryKey: ["export-template", "list"],
  queryFn: ({ signal }) => call(exportTemplateApi.list, { query: {}, signal }),
});

const eventPause = 300;

/** Follows my exports: each event reads them again, a few times a second at most. */
export function useExportEvents(): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useStreamEvent(
    useCallback(
      (event) => {
        if ((event.kind !== "export" && event.kind !== "missed") || timer.current) return;
        timer.current = setTimeout(() => {
          timer.current = undefined;
          void client.invalidateQueries({ queryKey: keys.all }, { cancelRefetch: false });
        }, eventPause);
      },
      [client],
    ),
  );
}

function showExport(client: QueryClient, view: ExportView): void {
  client.setQueryData(exportCard(view.id).queryKey, view);
  void client.invalidateQueries({ queryKey: keys.list });
}

const useExporting = <Input>(act: (input: Input) => Promise<ExportView>) => {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: (view) => showExport(client, view) });
};

export const useCreateExport = () => useExporting((body: ExportBody) => call(exportApi.create, { body }));
export const useCancelExport = () => useExporting((id: string) => call(exportApi.cancel, { params: { id } }));

export function useRemoveExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(exportApi.remove, { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.list }),
  });
}

/** Downloads the file under the name that the server gives it. */
export const useDownloadExport = () =>
  useMutation({ mutationFn: async (id: string) => saveAs(await download(exportApi.content, { params: { id } })) });

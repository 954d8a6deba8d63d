import { type Response as Answer, fileApi, type ImportView, importApi, questionApi, userApi } from "@crm/contract";
import type { Question } from "@crm/fields";
import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { call } from "../../lib/api.ts";
import { useStreamEvent } from "../../lib/events.ts";

export type ImportOptions = ImportView["options"];
export type ImportSummary = Answer<typeof importApi.list>[number];

const keys = { all: ["import"] as const, list: ["import", "list"] as const };

/** Whether the server still works on it. */
export const isWorking = ({ status }: Pick<ImportView, "status">) =>
  status === "checking" || status === "running" || status === "undoing";

/** An import. While the server works on it, it is read again now and then, should no event arrive. */
export const importCard = (id: string) =>
  queryOptions({
    queryKey: [...keys.all, "card", id],
    queryFn: ({ signal }) => call(importApi.show, { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && isWorking(state.data) ? 3000 : false),
    refetchIntervalInBackground: true,
  });

/** My latest imports. */
export const importList = queryOptions({
  queryKey: keys.list,
  queryFn: ({ signal }) => call(importApi.list, { signal }),
});

/** The questions that a file can answer; the same cache as everywhere. */
export const contactQuestions = queryOptions({
  queryKey: ["question", "contact", "asked"],
  queryFn: async ({ signal }) =>
    (await call(questionApi.list, { query: { record: "contact" }, signal })) as unknown as Question[],
  staleTime: 60_000,
});

/** Whom the contacts created can be given to. */
export const userDirectory = queryOptions({
  queryKey: ["user", "directory"],
  queryFn: ({ signal }) => call(userApi.directory, { signal }),
  staleTime: 60_000,
});

const eventPause = 300;

/** Follows an import: each event of it reads it again, a few times a second at most. */
export function useImportEvents(id: string): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useStreamEvent(
    useCallback(
      (event) => {
        if (event.kind !== "import" || event.id !== id || timer.current) return;
        timer.current = setTimeout(() => {
          timer.current = undefined;
          void client.invalidateQueries({ queryKey: importCard(id).queryKey }, { cancelRefetch: false });
        }, eventPause);
      },
      [client, id],
    ),
  );
}

function showStarted(client: QueryClient, view: ImportView): void {
  client.setQueryData(importCard(view.id).queryKey, view);
  void client.invalidateQueries({ queryKey: keys.list });
}

const useImporting = <Input>(act: (input: Input) => Promise<ImportView>) => {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: (view) => showStarted(client, view) });
};

/** Sends a file, or takes one that was sent before, and starts its dry run. */
export const useCheckFile = () =>
  useImporting(async ({ file, options }: { file: File | { id: string }; options: ImportOptions }) => {
    const { id } =
      file instanceof File
        ? await call(fileApi.upload, { query: { name: file.name.slice(0, 255), purpose: "import" }, body: file })
        : file;
    return call(importApi.create, { body: { fileId: id, record: "contact", options } });
  });

export const useRunImport = (id: string) => useImporting<void>(() => call(importApi.run, { params: { id } }));
export const useCancelImport = (id: string) => useImporting<void>(() => call(importApi.cancel, { params: { id } }));

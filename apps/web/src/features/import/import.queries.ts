import {
  type Response as Answer,
  fileApi,
  type ImportRecord,
  type ImportView,
  importApi,
  type Request,
} from "@crm/contract";
import { keepPreviousData, type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { call } from "../../lib/api.ts";
import { useStreamEvent } from "../../lib/events.ts";
import { screenLocale } from "./import-words.ts";

export type ImportOptions = ImportView["options"];
export type ImportSummary = Answer<typeof importApi.list>[number];
export type ImportColumn = ImportView["columns"][number];
export type ImportTarget = Answer<typeof importApi.targets>[number];

const keys = { all: ["import"] as const, list: ["import", "list"] as const };

/** Whether the server still works on it. */
export const isWorking = ({ status }: Pick<ImportView, "status">) =>
  status === "checking" || status === "running" || status === "undoing";

/** An import. While the server works on it, it is read again now and then, should no event arrive. */
export const importCard = (id: string) =>
  queryOptions({
    queryKey: [...keys.all, "card", id],
    queryFn: ({ signal }) => call(importApi.show, { params: { id }, signal }),
    // A small file is checked before the page that shows it listens to events.
    refetchInterval: ({ state }) =>
      state.data && isWorking(state.data) ? (state.dataUpdateCount < 5 ? 600 : 3000) : false,
    refetchIntervalInBackground: true,
  });

/** My latest imports. */
export const importList = queryOptions({
  queryKey: keys.list,
  queryFn: ({ signal }) => call(importApi.list, { signal }),
});

/** What a column can be matched with. */
export const importTargets = (record: ImportRecord) =>
  queryOptions({
    queryKey: [...keys.all, "targets", record],
    queryFn: ({ signal }) => call(importApi.targets, { query: { record }, signal }),
  });

/** Rows shown at once. */
export const pageSize = 50;

/** A part of the file as it will be read; another check finds other things. */
export const importRows = ({ id, finishedAt }: ImportView, from: number, refused: boolean) =>
  queryOptions({
    queryKey: [...keys.all, "rows", id, finishedAt, from, refused],
    queryFn: ({ signal }) =>
      call(importApi.rows, {
        params: { id },
        query: { from, size: pageSize, ...(refused && { only: "refused" as const }) },
        signal,
      }),
    placeholderData: keepPreviousData,
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
export const useCheckFile = (record: ImportRecord) =>
  useImporting(async (of: { file: File } | { file: { id: string }; options: ImportOptions }) => {
    const { id } =
      of.file instanceof File
        ? await call(fileApi.upload, { query: { name: of.file.name.slice(0, 255), purpose: "import" }, body: of.file })
        : of.file;
    const options = { ...("options" in of && of.options), language: screenLocale() };
    return call(importApi.create, { body: { fileId: id, record, options } });
  });

/** Nothing can be changed while the file is checked: that check would be of no use any more. */
async function standStill({ id, status }: ImportView): Promise<void> {
  if (status === "checking") await call(importApi.cancel, { params: { id } });
}

type Change = Request<typeof importApi.change>["body"];
/** Other options or columns: the file is checked again. */
export const useChangeImport = (view: ImportView) =>
  useImporting(async (body: Change) => {
    await standStill(view);
    const options = { ...body.options, language: screenLocale() };
    return call(importApi.change, { params: { id: view.id }, body: { ...body, options } });
  });

/** Corrected cells: the file is checked again. */
export const useEditCells = (id: string) =>
  useImporting((edits: Request<typeof importApi.edit>["body"]["edits"]) =>
    call(importApi.edit, { params: { id }, body: { edits } }),
  );

export const useRunImport = (id: string) => useImporting<void>(() => call(importApi.run, { params: { id } }));
export const useCancelImport = (id: string) => useImporting<void>(() => call(importApi.cancel, { params: { id } }));
export const useUndoImport = (id: string) => useImporting<void>(() => call(importApi.undo, { params: { id } }));

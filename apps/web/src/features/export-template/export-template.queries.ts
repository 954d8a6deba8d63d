import { type ColumnRef, type ExportTemplate, exportApi, exportTemplateApi, type Request } from "@crm/contract";
import type { RecordName } from "@crm/fields";
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { call } from "../../lib/api.ts";

const noun = "export-template";

export const templateList = queryOptions({
  queryKey: [noun, "list"],
  queryFn: ({ signal }) => call(exportTemplateApi.list, { query: {}, signal }),
});

export const templateCard = (id: string) =>
  queryOptions({
    queryKey: [noun, "card", id],
    queryFn: ({ signal }) => call(exportTemplateApi.show, { params: { id }, signal }),
  });

/** What an export of a record may have. */
export const exportColumns = (record: RecordName) =>
  queryOptions({
    queryKey: [noun, "columns", record],
    queryFn: ({ signal }) => call(exportTemplateApi.columns, { query: { record }, signal }),
  });

/** The first rows that an export with these columns would have. */
export const exportPreview = (record: RecordName, columns: z.output<typeof ColumnRef>[]) =>
  queryOptions({
    queryKey: [noun, "preview", record, columns],
    queryFn: ({ signal }) => call(exportApi.preview, { body: { record, columns }, signal }),
    enabled: columns.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });

export type TemplateInput = Request<typeof exportTemplateApi.create>["body"];

/** Adds a template, or saves the one given. */
export function useSaveTemplate(id: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ version, ...body }: TemplateInput & { version: number }): Promise<ExportTemplate> => {
      if (id === undefined) return call(exportTemplateApi.create, { body });
      const { record: _, ...changes } = body;
      return call(exportTemplateApi.update, { params: { id }, body: { ...changes, version } });
    },
    onSuccess: (template) => {
      client.setQueryData(templateCard(template.id).queryKey, template);
      return client.invalidateQueries({ queryKey: templateList.queryKey });
    },
  });
}

export function useRemoveTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(exportTemplateApi.remove, { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: templateList.queryKey }),
  });
}

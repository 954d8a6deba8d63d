import { i18n } from "@lingui/core";
import { type ExportBody, type ExportRecord, useCreateExport } from "./export.queries.ts";
import type { Choice } from "./export-choice.tsx";

/** Which records: those of a filter as the list asks for it but for some, or these. */
export type Target = Pick<ExportBody, "ids" | "except"> & { filter?: object | undefined };

/** Asks for an export; the mail that tells of it is in the language of the screen. */
export function useStartExport(record: ExportRecord) {
  const create = useCreateExport();
  const start = ({ templateId, format }: Choice, { ids, except, filter }: Target) =>
    create.mutateAsync({
      ...{ record, format, locale: i18n.locale === "en" ? "en" : "fr" },
      ...(templateId === null ? {} : { templateId }),
      ...(ids ? { ids } : { filter }),
      ...(except?.length ? { except } : {}),
    } as ExportBody);
  return { start, pending: create.isPending, error: create.error };
}

import type { ErrorCode, ImportView } from "@crm/contract";
import { toFileView } from "../file/file.service.ts";
import type { importRow, StoredImport } from "./import.queries.ts";
import type { Reason } from "./import-rows.ts";

export const toImportSummary = ({
  id,
  status,
  file,
  options,
  columns,
  total,
  done,
  created,
  updated,
  unchanged,
  refused,
  skipped,
  duplicates,
  similar,
  ...row
}: StoredImport) => ({
  ...{ id, status, total, done, created, updated, unchanged, refused, skipped, duplicates, similar },
  record: row.record as ImportView["record"],
  sheets: row.sheets as string[],
  missing: [],
  undo: status === "undoing" || status === "undone" ? { restored: row.restored, kept: row.kept } : null,
  can: {
    run: status === "checked",
    cancel: status === "checking" || status === "checked" || status === "running",
    edit: false,
    undo: false,
  },
  file: toFileView(file),
  options: options as ImportView["options"],
  columns: columns as ImportView["columns"],
  failure: row.failure as ErrorCode | null,
  details: row.details as Record<string, unknown>,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

export const toImportView = (row: NonNullable<Awaited<ReturnType<typeof importRow>>>): ImportView => ({
  ...toImportSummary(row),
  keptRecords: [],
  refusedRows: row.refusedRows.map(({ row, reasons }) => ({ row, reasons: reasons as unknown as Reason[] })),
});

import type { ErrorCode, ImportSummary, ImportView, keptReasons } from "@crm/contract";
import type { z } from "zod";
import { toFileView } from "../file/file.service.ts";
import type { importRow, StoredImport } from "./import.queries.ts";
import { detailsOf } from "./import-details.ts";
import { optionsOf } from "./import-judging.service.ts";
import type { Reason } from "./import-kind.ts";

/** How long what an import wrote can be undone. */
export const undoDays = 30;

/** What can be done with an import as it stands. */
export function canOf(row: StoredImport, now: Date): ImportView["can"] {
  const { status, startedAt, created, updated } = row;
  const ended = status === "done" || status === "failed" || status === "cancelled";
  const young = now.getTime() - (row.finishedAt ?? row.createdAt).getTime() < undoDays * 86_400_000;
  return {
    run: status === "checked" && (detailsOf(row).missing ?? []).length === 0,
    cancel: status === "checking" || status === "checked" || status === "running",
    edit: startedAt === null && (ended || status === "checked"),
    undo: startedAt !== null && ended && created + updated > 0 && young,
  };
}

export function toImportSummary(row: StoredImport, now: Date): z.output<typeof ImportSummary> {
  const { id, status, total, done, created, updated, unchanged, skipped, refused, duplicates, similar, failure } = row;
  const { missing = [], ...details } = detailsOf(row);
  const back = status === "undoing" || status === "undone" || row.restored + row.kept > 0;
  return {
    ...{
      id,
      status,
      total,
      done,
      created,
      updated,
      unchanged,
      skipped,
      refused,
      duplicates,
      similar,
      missing,
      details,
    },
    record: row.record as ImportView["record"],
    file: toFileView(row.file),
    options: optionsOf(row),
    sheets: row.sheets as string[],
    columns: (row.columns as ImportView["columns"]).map((column, index) => ({ ...unknown, ...{ index }, ...column })),
    undo: back ? { restored: row.restored, kept: row.kept } : null,
    failure: failure as ErrorCode | null,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    can: canOf(row, now),
  };
}

/** Columns of imports made before samples were kept. */
const unknown = { by: null, sample: [] };

export const toImportView = (
  row: NonNullable<Awaited<ReturnType<typeof importRow>>>,
  names: ReadonlyMap<string, { code: string; name: string }>,
  now: Date,
): ImportView => ({
  ...toImportSummary(row, now),
  refusedRows: row.refusedRows.map(({ row, reasons }) => ({ row, reasons: (reasons as Reason[]).map(placed) })),
  keptRecords: row.items.map(({ recordId, kept }) => ({
    ...{ id: recordId, code: "", name: "", ...names.get(recordId) },
    reason: kept as (typeof keptReasons)[number],
  })),
});

/** Reasons kept before they told the column's place, and what their sentence is made from. */
export const placed = (reason: Reason): Reason => ({ ...unsaid, ...reason, index: reason.index ?? null });
const unsaid = { rule: "", params: {} };

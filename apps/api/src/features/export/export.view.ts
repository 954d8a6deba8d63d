import type { ErrorCode, ExportView } from "@crm/contract";
import type { StoredExport } from "./export.queries.ts";
import { keptOf } from "./export-rights.ts";
import type { Selection } from "./export-rows.queries.ts";

export function toExportView(row: StoredExport, now: Date): ExportView {
  const { id, record, status, format, template, total, done, file, failure, createdAt, finishedAt, expiresAt } = row;
  const there = file !== null && (expiresAt === null || expiresAt > now);
  const { key: _, reach: __, ...details } = keptOf(row);
  return {
    ...{ id, status, total, done, details },
    record: record as ExportView["record"],
    selected: selectedOf(row.selection as Selection),
    format: format as ExportView["format"],
    template: template && { id: template.id, name: template.name },
    file: there ? { name: file.name, size: file.size } : null,
    failure: failure as ErrorCode | null,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    can: { download: there && status === "done", cancel: status === "waiting" || status === "running" },
  };
}

const selectedOf = ({ ids, filter, except }: Selection): ExportView["selected"] => {
  if (ids) return "ids";
  return Object.keys(filter ?? {}).length > 0 || except?.length ? "filter" : "all";
};

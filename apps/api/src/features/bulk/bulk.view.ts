import type { BulkKind, BulkRecord, BulkReport, BulkView, ErrorCode } from "@crm/contract";
import type { BulkChange } from "@crm/db";

/** How long what a change did can be undone; the recycle bin keeps what is deleted as long. */
export const undoDays = 30;

export function toBulkView(row: BulkChange, now: Date): BulkView {
  const { id, status, total, done, changed, skipped } = row;
  const back = status === "undoing" || status === "undone";
  const young = now.getTime() - row.createdAt.getTime() < undoDays * 86_400_000;
  const ended = status === "done" || status === "failed" || status === "cancelled";
  return {
    ...{ id, status, total, done, skipped },
    changed: back ? done - skipped : changed,
    record: row.record as BulkRecord,
    kind: row.kind as BulkKind,
    params: row.params as Record<string, unknown>,
    report: row.report as BulkReport | null,
    failure: row.failure as ErrorCode | null,
    details: row.details as Record<string, unknown>,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    can: { cancel: isUnderWay(status), undo: ended && changed > 0 && young },
  };
}

/** Whether it can still be stopped. Undoing goes on to its end. */
export const isUnderWay = (status: BulkChange["status"]): boolean =>
  ["checking", "checked", "waiting", "running"].includes(status);

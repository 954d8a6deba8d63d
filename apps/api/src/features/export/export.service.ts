import type { Readable } from "node:stream";
import type { ExportInput, ExportView, exportApi, PageQuery, Request, Response } from "@crm/contract";
import type { File } from "@crm/db";
import { cellText } from "@crm/fields";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { application, type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal } from "../../platform/error.ts";
import { enqueue } from "../../platform/job.ts";
import { resolveColumns } from "../export-template/export-columns.service.ts";
import { showTemplate } from "../export-template/export-template.service.ts";
import { openFile, removeFile } from "../file/file.service.ts";
import { publish } from "../notification/notification.service.ts";
import { exportRun } from "./export.jobs.ts";
import { exportPage, exportRow, lockExport } from "./export.queries.ts";
import { toExportView } from "./export.view.ts";
import { cellsOf } from "./export-cells.ts";
import { assertMayExport, mayStillRead } from "./export-rights.ts";
import { firstRows, selectionExists, selectionWhere } from "./export-rows.queries.ts";

/** Rows of a preview. */
const previewed = 5;

/** The actor's own exports, newest first. */
export async function listExports(ctx: Ctx, page: z.output<typeof PageQuery>) {
  const { rows, next } = await exportPage(ctx, page);
  return { rows: rows.map((row) => toExportView(row, ctx.now())), next };
}

/** An export of the actor's own and its progress. Refuses with NOT_FOUND. */
export const showExport = async (ctx: Ctx, id: string): Promise<ExportView> =>
  toExportView(found(await exportRow(ctx, id), "export", id), ctx.now());

/**
 * Asks for a spreadsheet of records (guide 4.1, 4.2); a job writes it. The columns are those of the template as they are now.
 * Refuses with NOT_ALLOWED, NOT_FOUND (no such template), VALIDATION_FAILED (a template of other records), SELECTION_EMPTY.
 */
export function createExport(ctx: Ctx, input: ExportInput): Promise<ExportView> {
  const { record, format, ids, filter, except, locale } = input;
  const templateId = input.record === "submission" ? undefined : input.templateId;
  assertMayExport(ctx.actor, record);
  return inTransaction(ctx, async (ctx) => {
    const template = templateId === undefined ? null : await showTemplate(ctx, templateId);
    if (template && template.record !== record) throw new Refusal("VALIDATION_FAILED", { field: "templateId" });
    const where = await selectionWhere(ctx, record, { ids, filter, except });
    if (!(await selectionExists(ctx, record, where))) throw new Refusal("SELECTION_EMPTY", { record });
    const id = uuid();
    await ctx.db.export.create({
      data: {
        ...{ id, userId: ctx.actor.id, record, format, createdAt: ctx.now() },
        selection: JSON.parse(JSON.stringify({ ids, filter, except, locale })),
        templateId: template?.id ?? null,
        columns: template?.columns ?? [],
      },
    });
    await enqueue(ctx, exportRun, { exportId: id });
    return showExport(ctx, id);
  });
}

/** The first rows of an export with these columns, as texts. Refuses with NOT_ALLOWED. */
export async function previewExport(
  ctx: Ctx,
  { record, columns: refs }: Request<typeof exportApi.preview>["body"],
): Promise<Response<typeof exportApi.preview>> {
  assertMayExport(ctx.actor, record);
  const columns = await resolveColumns(ctx, record, refs);
  const cells = cellsOf(record, columns);
  const rows = await firstRows(ctx, record, columns, previewed);
  return { header: columns.map(({ code }) => code), rows: rows.map((row) => cells(row).map(cellText)) };
}

/** Stops an export within its batch; nothing of it stays. One that has ended is left as it is. Refuses with NOT_FOUND. */
export function cancelExport(ctx: Ctx, id: string): Promise<ExportView> {
  return inTransaction(ctx, async (ctx) => {
    const { can } = await hold(ctx, id);
    if (can.cancel) {
      await ctx.db.export.update({ where: { id }, data: { status: "cancelled", finishedAt: ctx.now() } });
      await publish(ctx, ctx.actor.id, { kind: "export", id });
    }
    return showExport(ctx, id);
  });
}

/** Deletes an export and its file; one that is being written stops. Refuses with NOT_FOUND. */
export function removeExport(ctx: Ctx, id: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    await hold(ctx, id);
    const { fileId } = await ctx.db.export.delete({ where: { id } });
    if (fileId) await removeFile(ctx, fileId);
    await publish(ctx, ctx.actor.id, { kind: "export", id });
  });
}

async function hold(ctx: Ctx, id: string): Promise<ExportView> {
  await showExport(ctx, id);
  await lockExport(ctx, id);
  return showExport(ctx, id);
}

/**
 * The spreadsheet, to whoever asked for it. Refuses with NOT_FOUND (not his, or not written yet), EXPORT_EXPIRED, and
 * NOT_ALLOWED when he may no longer read what is in it.
 */
export async function openExport(ctx: Ctx, id: string): Promise<{ file: File; content: Readable }> {
  const row = found(await exportRow(ctx, id), "export", id);
  if (row.expiresAt && row.expiresAt <= ctx.now()) throw new Refusal("EXPORT_EXPIRED");
  if (!mayStillRead(ctx.actor, row)) throw new Refusal("NOT_ALLOWED");
  return openFile({ ...ctx, actor: application }, found(row.fileId, "file", id));
}

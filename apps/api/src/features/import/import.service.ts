import type { Readable } from "node:stream";
import type { ImportOptions, ImportView } from "@crm/contract";
import type { File } from "@crm/db";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { application, type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal } from "../../platform/error.ts";
import { enqueue } from "../../platform/job.ts";
import { findUpload, openFile } from "../file/file.service.ts";
import { publish } from "../notification/notification.service.ts";
import { assertAssignable } from "../user/user.service.ts";
import { importCheck, importRun } from "./import.jobs.ts";
import { importRow, latestImports, lockImport } from "./import.queries.ts";
import { toImportSummary, toImportView } from "./import.view.ts";

/** The actor's own latest imports. */
export const listImports = async (ctx: Ctx) => (await latestImports(ctx)).map(toImportSummary);

/** An import and its first refused rows. Refuses with NOT_FOUND what the actor does not see. */
export const showImport = async (ctx: Ctx, id: string): Promise<ImportView> =>
  toImportView(found(await importRow(ctx, id), "import", id));

/** Starts the dry run of an uploaded file. Refuses with NOT_FOUND (no such upload of the actor's) and OWNER_NOT_ASSIGNABLE. */
export function createImport(
  ctx: Ctx,
  { fileId, options }: { fileId: string; options: z.output<typeof ImportOptions> },
): Promise<ImportView> {
  return inTransaction(ctx, async (ctx) => {
    await findUpload(ctx, fileId, "import");
    if (options.ownerId && options.ownerId !== ctx.actor.id) await assertAssignable(ctx, options.ownerId);
    const id = uuid();
    await ctx.db.import.create({ data: { id, userId: ctx.actor.id, fileId, options, createdAt: ctx.now() } });
    await enqueue(ctx, importCheck, { importId: id });
    return showImport(ctx, id);
  });
}

/** Imports for good what the dry run accepted. Refuses with IMPORT_NOT_READY unless the dry run is done, and only once. */
export function runImport(ctx: Ctx, id: string): Promise<ImportView> {
  return inTransaction(ctx, async (ctx) => {
    await showImport(ctx, id);
    const { status } = found(await lockImport(ctx, id), "import", id);
    if (status !== "checked") throw new Refusal("IMPORT_NOT_READY", { status });
    await ctx.db.refusedRow.deleteMany({ where: { importId: id } });
    const anew = { done: 0, created: 0, updated: 0, unchanged: 0, refused: 0 };
    await ctx.db.import.update({ where: { id }, data: { ...anew, status: "running", finishedAt: null } });
    await enqueue(ctx, importRun, { importId: id });
    return showImport(ctx, id);
  });
}

/** Stops at the next chunk; rows already imported stay. An import that has ended is left as it is. */
export function cancelImport(ctx: Ctx, id: string): Promise<ImportView> {
  return inTransaction(ctx, async (ctx) => {
    await showImport(ctx, id);
    const { status, userId } = found(await lockImport(ctx, id), "import", id);
    if (status === "checking" || status === "checked" || status === "running") {
      await ctx.db.import.update({ where: { id }, data: { status: "cancelled", finishedAt: ctx.now() } });
      await publish(ctx, userId, { kind: "import", id });
    }
    return showImport(ctx, id);
  });
}

/** The refused rows as a spreadsheet, for whoever sees the import. Refuses with NOT_FOUND when no row was refused. */
export async function openReport(ctx: Ctx, id: string): Promise<{ file: File; content: Readable }> {
  const { reportId } = found(await importRow(ctx, id), "import", id);
  return openFile({ ...ctx, actor: application }, found(reportId, "report", id));
}

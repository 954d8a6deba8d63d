import type { Readable } from "node:stream";
import { type ImportMapping, ImportOptions, type ImportRecord, type ImportView, importEditLimit } from "@crm/contract";
import type { File } from "@crm/db";
import { fold, issueSentence } from "@crm/fields";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { application, type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal } from "../../platform/error.ts";
import { enqueue } from "../../platform/job.ts";
import { findUpload, openFile } from "../file/file.service.ts";
import { publish } from "../notification/notification.service.ts";
import { questionsOf } from "../question/question.service.ts";
import { importCheck, importRun, importUndo } from "./import.jobs.ts";
import { importRow, keepEdits, latestImports, lockImport, remember, type StoredImport } from "./import.queries.ts";
import { canOf, toImportSummary, toImportView } from "./import.view.ts";
import { assertMayImport } from "./import-access.ts";
import { detailsOf } from "./import-details.ts";
import { kindOf } from "./import-kinds.ts";
import { tellOwners } from "./import-notice.service.ts";
import { ownerFor } from "./import-owner.service.ts";
import { withdrawReport } from "./import-report.service.ts";
import { nothingDone } from "./import-run.service.ts";

type Options = z.output<typeof ImportOptions>;

/** The actor's own latest imports. */
export const listImports = async (ctx: Ctx) => (await latestImports(ctx)).map((row) => toImportSummary(row, ctx.now()));

/** What a column can be matched with. */
export async function importTargets(ctx: Ctx, record: ImportRecord) {
  const kind = kindOf(record);
  const needed = new Set(kind.missing(new Set(), ImportOptions.parse({ mode: "create" }), await kind.facts(ctx)));
  const targets = kind.targets(await questionsOf(ctx, kind.questions, { archived: false }));
  return targets.flatMap(({ code, label }) => (code === null ? [] : [{ code, label, required: needed.has(code) }]));
}

/** An import, its first refused rows, and the first records that undoing left. Refuses with NOT_FOUND what the actor does not see. */
export async function showImport(ctx: Ctx, id: string): Promise<ImportView> {
  const row = found(await importRow(ctx, id), "import", id);
  const kept = row.items.map(({ recordId }) => recordId);
  const names = kept.length > 0 ? await kindOf(row.record).names(ctx, kept) : [];
  return toImportView(row, new Map(names.map((one) => [one.id, one])), ctx.now());
}

/**
 * Starts the dry run of an uploaded file. Refuses with NOT_FOUND (no such upload of the actor's), OWNER_NOT_ASSIGNABLE, and
 * NOT_ALLOWED who may not write such records, or add choices to questions where he asks for it.
 */
export function createImport(
  ctx: Ctx,
  { fileId, record, options }: { fileId: string; record: ImportRecord; options: Options },
): Promise<ImportView> {
  return inTransaction(ctx, async (ctx) => {
    await findUpload(ctx, fileId, "import");
    assertMayImport(ctx.actor, { record, options });
    await ownerFor(ctx, options.ownerId);
    const id = uuid();
    await ctx.db.import.create({ data: { id, userId: ctx.actor.id, fileId, record, options, createdAt: ctx.now() } });
    await enqueue(ctx, importCheck, { importId: id });
    return showImport(ctx, id);
  });
}

/**
 * Checks the file again with other options, and with columns matched by hand, which is remembered for the next file. Refuses
 * as `createImport`, and with IMPORT_NOT_READY while a run is under way, or once it has written.
 */
export function changeImport(
  ctx: Ctx,
  id: string,
  { options, mapping }: { options: Options; mapping: z.output<typeof ImportMapping> },
): Promise<ImportView> {
  return inTransaction(ctx, async (ctx) => {
    const row = await editable(ctx, id);
    const record = row.record as ImportRecord;
    assertMayImport(ctx.actor, { record, options });
    await ownerFor(ctx, options.ownerId);
    const columns = row.columns as ImportView["columns"];
    const before = row.options as Options;
    const same = (names: (keyof Options)[]) => names.every((name) => options[name] === before[name]);
    // Another sheet, header row or reading has other columns.
    const sameTable = same(["sheet", "headerRow", "encoding", "delimiter"]);
    // Corrections are of cells that are elsewhere now.
    if (!same(["sheet", "delimiter"])) await ctx.db.importEdit.deleteMany({ where: { importId: id } });
    const headers = columns.flatMap(({ header, index }) => {
      const code = mapping[index];
      return sameTable && header !== "" && code !== undefined ? [{ header: fold(header), code }] : [];
    });
    await remember(ctx, row.userId, record, headers);
    return checkAgain(ctx, row, { options, mapping });
  });
}

/** Corrects cells, and checks the file again. Refuses as `changeImport`, and with VALIDATION_FAILED when there are too many in all. */
export function editImport(
  ctx: Ctx,
  id: string,
  edits: { row: number; column: number; value: string }[],
): Promise<ImportView> {
  return inTransaction(ctx, async (ctx) => {
    const row = await editable(ctx, id);
    if ((await keepEdits(ctx, id, edits)) > importEditLimit) {
      const issue = { path: "body/edits", rule: "too_big", params: { origin: "array", maximum: importEditLimit } };
      throw new Refusal("VALIDATION_FAILED", {}, { issues: [{ ...issue, message: issueSentence(issue, "fr") }] });
    }
    return checkAgain(ctx, row, {});
  });
}

/** An import that nothing was written of yet, locked. Refuses with NOT_FOUND and IMPORT_NOT_READY. */
async function editable(ctx: Ctx, id: string): Promise<StoredImport> {
  await showImport(ctx, id);
  const row = found(await lockImport(ctx, id), "import", id);
  if (!canOf(row, ctx.now()).edit) throw new Refusal("IMPORT_NOT_READY", { status: row.status });
  return row;
}

async function checkAgain(
  ctx: Ctx,
  { id, reportId, userId }: StoredImport,
  data: { options?: Options; mapping?: Record<string, string | null> },
): Promise<ImportView> {
  await ctx.db.refusedRow.deleteMany({ where: { importId: id } });
  await ctx.db.import.update({
    where: { id },
    data: {
      ...{ ...data, ...nothingDone, similar: 0, total: 0, status: "checking" },
      ...{ failure: null, details: {}, finishedAt: null, reportId: null },
    },
  });
  await withdrawReport(ctx, reportId);
  await enqueue(ctx, importCheck, { importId: id });
  await publish(ctx, userId, { kind: "import", id });
  return showImport(ctx, id);
}

/** Imports for good what the dry run accepted. Refuses with IMPORT_NOT_READY unless the dry run is done, and only once. */
export function runImport(ctx: Ctx, id: string): Promise<ImportView> {
  return inTransaction(ctx, async (ctx) => {
    await showImport(ctx, id);
    const row = found(await lockImport(ctx, id), "import", id);
    const { missing = [], ...details } = detailsOf(row);
    if (!canOf(row, ctx.now()).run) throw new Refusal("IMPORT_NOT_READY", { status: row.status, missing });
    assertMayImport(ctx.actor, row);
    await ctx.db.refusedRow.deleteMany({ where: { importId: id } });
    await ctx.db.import.update({
      where: { id },
      data: {
        ...{ ...nothingDone, status: "running", startedAt: ctx.now(), finishedAt: null },
        // Samples are there to match columns and to choose an encoding by: they are people's data, and no longer of use.
        details: {
          ...details,
          ...(details.text && { text: { ...details.text, samples: {} } }),
          choicesAdded: [],
          lists: [],
          remarks: {},
        },
        columns: (row.columns as ImportView["columns"]).map((column) => ({ ...column, sample: [] })),
      },
    });
    await enqueue(ctx, importRun, { importId: id });
    return showImport(ctx, id);
  });
}

/** Stops at the next chunk; rows already imported stay. An import that has ended is left as it is. */
export function cancelImport(ctx: Ctx, id: string): Promise<ImportView> {
  return inTransaction(ctx, async (ctx) => {
    await showImport(ctx, id);
    const row = found(await lockImport(ctx, id), "import", id);
    if (canOf(row, ctx.now()).cancel) {
      await ctx.db.import.update({ where: { id }, data: { status: "cancelled", finishedAt: ctx.now() } });
      if (row.status === "running") await tellOwners(ctx, row);
      await publish(ctx, row.userId, { kind: "import", id });
    }
    return showImport(ctx, id);
  });
}

/**
 * Puts back what an import wrote, within 30 days: records that nobody changed since. Refuses with NOT_FOUND, and with
 * IMPORT_NOT_READY one that wrote nothing, still runs, is too old, or is undone already.
 */
export function undoImport(ctx: Ctx, id: string): Promise<ImportView> {
  return inTransaction(ctx, async (ctx) => {
    await showImport(ctx, id);
    const row = found(await lockImport(ctx, id), "import", id);
    if (!canOf(row, ctx.now()).undo) throw new Refusal("IMPORT_NOT_READY", { status: row.status });
    const { access } = kindOf(row.record);
    if (!ctx.actor.permissions.has(access)) throw new Refusal("NOT_ALLOWED", { access });
    await ctx.db.import.update({ where: { id }, data: { status: "undoing", failure: null } });
    await enqueue(ctx, importUndo, { importId: id });
    await publish(ctx, row.userId, { kind: "import", id });
    return showImport(ctx, id);
  });
}

/** The refused rows as a spreadsheet, for whoever sees the import. Refuses with NOT_FOUND when no row was refused. */
export async function openReport(ctx: Ctx, id: string): Promise<{ file: File; content: Readable }> {
  const { reportId } = found(await importRow(ctx, id), "import", id);
  return openFile({ ...ctx, actor: application }, found(reportId, "report", id));
}

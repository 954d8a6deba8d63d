import type { ExportColumns, ExportTemplate, ExportTemplateRow, exportTemplateApi, Request } from "@crm/contract";
import type { Prisma } from "@crm/db";
import { issueSentence, type RecordName } from "@crm/fields";
import { v7 as uuid } from "uuid";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal, refuseConflict, refuseTaken } from "../../platform/error.ts";
import { columnsOf, pickColumns } from "./export-columns.service.ts";
import {
  columnsIn,
  type StoredTemplate,
  toExportColumns,
  toTemplate,
  toTemplateRow,
  withOwner,
} from "./export-template.view.ts";

/** Templates that one person may keep: every export offers them all. */
const mostTemplates = 200;

/** Which templates one may use: one's own, and those that people of one's organisation share. */
const usable = ({ actor }: Ctx): Prisma.ExportTemplateWhereInput => ({
  OR: [{ userId: actor.id }, { shared: true, user: { organisationId: actor.organisationId } }],
});

/** The columns that an export of a record may have, in panels (guide 4.3). */
export async function exportColumns(ctx: Ctx, record: RecordName): Promise<ExportColumns> {
  return toExportColumns(await columnsOf(ctx, record));
}

/** The templates that I may use, of one record or of both, by name. */
export async function listTemplates(ctx: Ctx, record: RecordName | undefined): Promise<ExportTemplateRow[]> {
  const where = { ...(record ? { record } : {}), ...usable(ctx) };
  const rows = await ctx.db.exportTemplate.findMany({
    where,
    include: withOwner,
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return rows.map((row) => toTemplateRow(row, ctx.actor));
}

/** A template that I may use; its columns as they are now. Refuses with NOT_FOUND. */
export async function showTemplate(ctx: Ctx, id: string): Promise<ExportTemplate> {
  const row = await ctx.db.exportTemplate.findFirst({ where: { id, ...usable(ctx) }, include: withOwner });
  return asTemplate(ctx, found(row, "exportTemplate", id));
}

/**
 * Saves a template of one's own. Refuses with NAME_TAKEN one's second of that name for the record, with
 * TOO_MANY_EXPORT_TEMPLATES, and with VALIDATION_FAILED a column that does not exist.
 */
export function createTemplate(
  ctx: Ctx,
  input: Request<typeof exportTemplateApi.create>["body"],
): Promise<ExportTemplate> {
  return inTransaction(ctx, async (ctx) => {
    const userId = ctx.actor.id;
    if ((await ctx.db.exportTemplate.count({ where: { userId } })) >= mostTemplates)
      throw new Refusal("TOO_MANY_EXPORT_TEMPLATES", { max: mostTemplates });
    const columns = await knownColumns(ctx, input.record, input.columns);
    const row = await ctx.db.exportTemplate
      .create({ data: { id: uuid(), userId, ...input, columns, createdAt: ctx.now() }, include: withOwner })
      .catch(refuseName(input.name));
    return asTemplate(ctx, row);
  });
}

/**
 * Renames, shares or changes a template, for its maker and holders of configuration:write. Refuses with NOT_FOUND,
 * NOT_ALLOWED, EDIT_CONFLICT, NAME_TAKEN, VALIDATION_FAILED.
 */
export function updateTemplate(
  ctx: Ctx,
  id: string,
  { version, ...changes }: Request<typeof exportTemplateApi.update>["body"],
): Promise<ExportTemplate> {
  return inTransaction(ctx, async (ctx) => {
    const before = await holdTemplate(ctx, id);
    refuseConflict(await asTemplate(ctx, before), version);
    const columns = changes.columns && (await knownColumns(ctx, before.record as RecordName, changes.columns));
    const row = await ctx.db.exportTemplate
      .update({
        where: { id },
        data: {
          ...(changes as Prisma.ExportTemplateUpdateInput),
          ...(columns ? { columns } : {}),
          version: { increment: 1 },
        },
        include: withOwner,
      })
      .catch(refuseName(changes.name ?? ""));
    return asTemplate(ctx, row);
  });
}

/** Deletes a template; exports made with it stay. Refuses with NOT_FOUND, NOT_ALLOWED. */
export function removeTemplate(ctx: Ctx, id: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    await holdTemplate(ctx, id);
    await ctx.db.exportTemplate.delete({ where: { id } });
  });
}

/** A template that I may change, and that nobody else changes until the transaction ends. */
async function holdTemplate(ctx: Ctx, id: string): Promise<StoredTemplate> {
  await ctx.db.$queryRaw`SELECT 1 FROM export_templates WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await ctx.db.exportTemplate.findFirst({ where: { id, ...usable(ctx) }, include: withOwner });
  const template = found(row, "exportTemplate", id);
  if (!toTemplateRow(template, ctx.actor).can.update) throw new Refusal("NOT_ALLOWED");
  return template;
}

async function asTemplate(ctx: Ctx, row: StoredTemplate): Promise<ExportTemplate> {
  const { panels } = await columnsOf(ctx, row.record as RecordName);
  return toTemplate(row, pickColumns(panels, columnsIn(row)), ctx.actor);
}

/** The references, each once; refuses those that stand for nothing, each at its place. */
async function knownColumns(ctx: Ctx, record: RecordName, refs: string[]): Promise<string[]> {
  const { panels } = await columnsOf(ctx, record);
  const known = new Set(pickColumns(panels, refs).map(({ ref }) => ref));
  const issue = { rule: "custom", params: { params: { rule: "columnUnknown" } } };
  const issues = refs.flatMap((ref, place) =>
    known.has(ref) ? [] : [{ ...issue, path: `body/columns/${place}`, message: issueSentence(issue, "fr") }],
  );
  if (issues.length > 0) throw new Refusal("VALIDATION_FAILED", {}, { issues });
  return [...known];
}

const refuseName = (name: string) =>
  refuseTaken("NAME_TAKEN", { name }, { path: "body/name", message: "Un modèle d’export a déjà ce nom." });

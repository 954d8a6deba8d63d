import { Prisma } from "@crm/db";
import type { Actor, Ctx } from "../../platform/context.ts";
import type { Item, RefusedRow, UndoItem, Undone } from "./import-kind.ts";

/** Refused rows, and records left as they are, that a screen shows; all refused ones are in the report. */
const [refusedShown, keptShown] = [50, 20];

/** Which imports an actor sees: an import is the record of who made it. */
function scopeOf(actor: Actor): Prisma.ImportWhereInput {
  switch (actor.scope) {
    case "all":
      return {};
    case "organisation":
      return { user: { organisationId: actor.organisationId } };
    case "own":
      return { userId: actor.id };
  }
}

export type StoredImport = Prisma.ImportGetPayload<{ include: { file: true } }>;

/** An import that the actor sees, with its first refused rows and the first records that undoing left. */
export const importRow = (ctx: Ctx, id: string) =>
  ctx.db.import.findFirst({
    where: { id, ...scopeOf(ctx.actor) },
    include: {
      file: true,
      refusedRows: { orderBy: { row: "asc" }, take: refusedShown },
      items: { where: { kept: { not: null } }, orderBy: { recordId: "asc" }, take: keptShown },
    },
  });

/** The actor's own latest imports. */
export const latestImports = (ctx: Ctx) =>
  ctx.db.import.findMany({
    where: { userId: ctx.actor.id },
    orderBy: { id: "desc" },
    take: 20,
    include: { file: true },
  });

/** An import, whoever asks, held until the transaction ends; null when it is gone. */
export async function lockImport(ctx: Ctx, id: string): Promise<StoredImport | null> {
  await ctx.db.$queryRaw`SELECT id FROM imports WHERE id = ${id}::uuid FOR UPDATE`;
  return ctx.db.import.findUnique({ where: { id }, include: { file: true } });
}

export const importWithUser = (ctx: Ctx, id: string) =>
  ctx.db.import.findUnique({ where: { id }, include: { file: true, user: true } });

/** Until the transaction ends, imports write one at a time, so that two that bring the same new person make one contact. */
export const lockImports = (ctx: Ctx) => ctx.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('imports'))`;

export async function keepRefusedRows(ctx: Ctx, importId: string, rows: RefusedRow[]): Promise<void> {
  if (rows.length === 0) return;
  const values = JSON.stringify(
    rows.map(({ row, cells, reasons, twin }) => ({
      ...{ row, cells },
      reasons: twin ? reasons.map((reason) => ({ ...reason, twin })) : reasons,
    })),
    (_, value) => (typeof value === "string" ? storable(value) : value),
  );
  await ctx.db.$executeRaw`
    INSERT INTO refused_rows (import_id, row, cells, reasons)
    SELECT ${importId}::uuid, r.row, r.cells, r.reasons FROM jsonb_to_recordset(${values}::jsonb) AS r(row int, cells jsonb, reasons jsonb)`;
}

/** JSONB holds no NUL and no half of an emoji; a row may well be refused for one. */
const storable = (cell: string) => cell.toWellFormed().replaceAll("\0", "\uFFFD");

/** The rows refused so far, by number: what a resumed run needs to know of what was before. */
export async function refusedNumbers(ctx: Ctx, importId: string): Promise<Set<number>> {
  const rows = await ctx.db.refusedRow.findMany({ where: { importId }, select: { row: true } });
  return new Set(rows.map(({ row }) => row));
}

const toRefusal = ({ row, cells, reasons }: { row: number; cells: unknown; reasons: unknown }): RefusedRow => ({
  ...{ row, cells: cells as string[], reasons: reasons as RefusedRow["reasons"] },
  twin: (reasons as { twin?: boolean }[]).some(({ twin }) => twin === true),
});

/** Some of the refused rows: these, or so many behind the first ones. */
export async function someRefusedRows(
  ctx: Ctx,
  importId: string,
  which: { rows: number[] } | { from: number; size: number },
): Promise<RefusedRow[]> {
  const found = await ctx.db.refusedRow.findMany({
    where: { importId, ...("rows" in which ? { row: { in: which.rows } } : {}) },
    ...("from" in which ? { skip: which.from, take: which.size } : {}),
    orderBy: { row: "asc" },
  });
  return found.map(toRefusal);
}

/** All refused rows in their order, page by page. */
export async function* everyRefusedRow(ctx: Ctx, importId: string): AsyncGenerator<RefusedRow> {
  let last = 0;
  for (;;) {
    const rows = await ctx.db.refusedRow.findMany({
      where: { importId, row: { gt: last } },
      orderBy: { row: "asc" },
      take: 500,
    });
    yield* rows.map(toRefusal);
    if (rows.length < 500) return;
    last = rows.at(-1)?.row ?? last;
  }
}

/** Cells corrected on screen, by row and column. */
export async function editsOf(ctx: Ctx, importId: string): Promise<Map<number, Map<number, string>>> {
  const edits = new Map<number, Map<number, string>>();
  for (const { row, column, value } of await ctx.db.importEdit.findMany({ where: { importId } })) {
    const cells = edits.get(row) ?? new Map<number, string>();
    edits.set(row, cells.set(column, value));
  }
  return edits;
}

/** Keeps corrections, and says how many the import has now. */
export async function keepEdits(
  ctx: Ctx,
  importId: string,
  edits: { row: number; column: number; value: string }[],
): Promise<number> {
  await ctx.db.$executeRaw`
    INSERT INTO import_edits (import_id, "row", "column", value)
    SELECT DISTINCT ON (e.row, e.column) ${importId}::uuid, e.row, e.column, e.value
    FROM jsonb_to_recordset(${JSON.stringify(edits.map((edit, place) => ({ ...edit, place })))}::jsonb)
      AS e("row" int, "column" int, value text, place int)
    ORDER BY e.row, e.column, e.place DESC
    ON CONFLICT (import_id, "row", "column") DO UPDATE SET value = excluded.value`;
  return ctx.db.importEdit.count({ where: { importId } });
}

/** What a person took headers for before. */
export async function memoryOf(ctx: Ctx, userId: string, record: string): Promise<Map<string, string | null>> {
  const rows = await ctx.db.importMapping.findMany({ where: { userId, record } });
  return new Map(rows.map(({ header, code }) => [header, code]));
}

/** Remembers what a person took headers for. */
export async function remember(
  ctx: Ctx,
  userId: string,
  record: string,
  headers: { header: string; code: string | null }[],
): Promise<void> {
  if (headers.length === 0) return;
  await ctx.db.$executeRaw`
    INSERT INTO import_mappings (user_id, record, header, code)
    SELECT DISTINCT ON (h.header) ${userId}::uuid, ${record}, h.header, h.code
    FROM jsonb_to_recordset(${JSON.stringify(headers)}::jsonb) AS h(header text, code text)
    ON CONFLICT (user_id, record, header) DO UPDATE SET code = excluded.code`;
}

/** Keeps what records were before this import: its undo log. */
export async function keepItems(ctx: Ctx, importId: string, items: Item[]): Promise<void> {
  if (items.length === 0) return;
  await ctx.db.$executeRaw`
    INSERT INTO import_items (import_id, record_id, before, version)
    SELECT ${importId}::uuid, i."recordId", nullif(i.before, 'null'), i.version
    FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb) AS i("recordId" uuid, before jsonb, version int)`;
}

/** What this import wrote so far. */
export const itemsOf = (ctx: Ctx, importId: string) =>
  ctx.db.$queryRaw<UndoItem[]>`
    SELECT record_id AS id, before, version FROM import_items WHERE import_id = ${importId}::uuid`;

/** Who follows records because of an import, the person who imports left out, and how many. */
export const ownersGiven = (ctx: Ctx, { id, record, userId }: Pick<StoredImport, "id" | "record" | "userId">) =>
  ctx.db.$queryRaw<{ ownerId: string; count: number }[]>`
    SELECT r.owner_id AS "ownerId", count(*)::int AS count
    FROM import_items i JOIN ${Prisma.raw(record === "contact" ? "contacts" : "opportunities")} r ON r.id = i.record_id
    WHERE i.import_id = ${id}::uuid AND r.owner_id <> ${userId}::uuid AND r.deleted_at IS NULL
      AND (i.before IS NULL OR i.before #> '{fields,ownerId}' IS NOT NULL)
    GROUP BY r.owner_id ORDER BY r.owner_id`;

/** Adds to the details of an import. */
export const keepDetails = (ctx: Ctx, importId: string, details: object) => ctx.db.$executeRaw`
  UPDATE imports SET details = details || ${JSON.stringify(details)}::jsonb WHERE id = ${importId}::uuid`;

/** The next records to put back, in their order. */
export const nextItems = (ctx: Ctx, importId: string, size: number) =>
  ctx.db.$queryRaw<UndoItem[]>`
    SELECT record_id AS id, before, version FROM import_items
    WHERE import_id = ${importId}::uuid AND kept IS NULL ORDER BY record_id LIMIT ${size}`;

/** What is restored has nothing left to undo; what is kept says why. */
export async function settleItems(ctx: Ctx, importId: string, { restored, kept }: Undone): Promise<void> {
  await ctx.db.$executeRaw`
    DELETE FROM import_items WHERE import_id = ${importId}::uuid AND record_id = ANY(${restored}::uuid[])`;
  await ctx.db.$executeRaw`
    UPDATE import_items i SET kept = k.reason, before = NULL FROM jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) AS k(id uuid, reason text)
    WHERE i.import_id = ${importId}::uuid AND i.record_id = k.id`;
}

/** Forgets what records were before imports that ended before a moment, and the cells corrected on screen. */
export async function forgetImportsBefore(ctx: Ctx, moment: Date): Promise<void> {
  const old = Prisma.sql`SELECT id FROM imports WHERE created_at < ${moment} AND coalesce(finished_at, created_at) < ${moment}`;
  await ctx.db.$executeRaw`DELETE FROM import_items WHERE import_id IN (${old})`;
  await ctx.db.$executeRaw`DELETE FROM import_edits WHERE import_id IN (${old})`;
}

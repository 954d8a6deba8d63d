import type { Prisma } from "@crm/db";
import type { Actor, Ctx } from "../../platform/context.ts";
import type { RefusedRow } from "./import-rows.ts";

/** Refused rows that a screen shows; all are in the report. */
const refusedShown = 50;

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

/** An import that the actor sees, with its first refused rows. */
export const importRow = (ctx: Ctx, id: string) =>
  ctx.db.import.findFirst({
    where: { id, ...scopeOf(ctx.actor) },
    include: { file: true, refusedRows: { orderBy: { row: "asc" }, take: refusedShown } },
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

export async function keepRefusedRows(ctx: Ctx, importId: string, rows: RefusedRow[]): Promise<void> {
  if (rows.length === 0) return;
  const values = JSON.stringify(rows.map(({ row, cells, reasons }) => ({ row, cells: cells.map(storable), reasons })));
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

/** All refused rows in their order, page by page. */
export async function* everyRefusedRow(ctx: Ctx, importId: string): AsyncGenerator<RefusedRow> {
  let last = 0;
  for (;;) {
    const rows = await ctx.db.refusedRow.findMany({
      where: { importId, row: { gt: last } },
      orderBy: { row: "asc" },
      take: 500,
    });
    for (const { row, cells, reasons } of rows)
      yield { row, cells: cells as string[], reasons: reasons as unknown as RefusedRow["reasons"] };
    if (rows.length < 500) return;
    last = rows.at(-1)?.row ?? last;
  }
}

import type { PageQuery } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { z } from "zod";
import type { Ctx } from "../../platform/context.ts";
import { behind, encodeCursor, orderBy, type SortColumn } from "../../platform/keyset.ts";

const shown = { file: true, template: { select: { id: true, name: true } } } as const satisfies Prisma.ExportInclude;
export type StoredExport = Prisma.ExportGetPayload<{ include: typeof shown }>;

/** An export of the actor's own. One after the other: a transaction has one connection, which Prisma would ask for both at once. */
export async function exportRow(ctx: Ctx, id: string): Promise<StoredExport | null> {
  const row = await ctx.db.export.findFirst({
    where: { id, userId: ctx.actor.id },
    include: { template: shown.template },
  });
  if (!row) return null;
  return { ...row, file: row.fileId ? await ctx.db.file.findUnique({ where: { id: row.fileId } }) : null };
}

const columns: SortColumn[] = [{ sql: "e.id", cast: "uuid", direction: "desc" }];

/** A page of the actor's own exports, newest first. */
export async function exportPage(ctx: Ctx, { after, size }: z.output<typeof PageQuery>) {
  const ids = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM exports e WHERE e.user_id = ${ctx.actor.id}::uuid AND ${behind(after, columns)}
    ORDER BY ${orderBy(columns)} LIMIT ${size + 1}`;
  const page = ids.slice(0, size).map(({ id }) => id);
  const last = page.at(-1);
  const rows = await ctx.db.export.findMany({ where: { id: { in: page } }, include: shown, orderBy: { id: "desc" } });
  return { rows, next: last && ids.length > size ? encodeCursor([last]) : null };
}

export const exportWithUser = (ctx: Ctx, id: string) =>
  ctx.db.export.findUnique({ where: { id }, include: { user: true } });

/** An export, whoever asks, held until the transaction ends; null when it is gone. */
export async function lockExport(ctx: Ctx, id: string) {
  await ctx.db.$queryRaw`SELECT id FROM exports WHERE id = ${id}::uuid FOR UPDATE`;
  return ctx.db.export.findUnique({ where: { id } });
}

/** Tells how far the run that writes under `key` is; false when it must stop: cancelled, deleted, or overtaken by another. */
export async function tellProgress(
  ctx: Ctx,
  id: string,
  key: string,
  { done, total }: { done: number; total: number },
): Promise<boolean> {
  const changed = await ctx.db.$executeRaw`
    UPDATE exports SET done = ${done}, total = ${total}
    WHERE id = ${id}::uuid AND status = 'running' AND details ->> 'key' = ${key}`;
  return changed > 0;
}

/** Exports whose file is still there, by their ids, behind `after`: with whom they are for. */
export const exportsWithFile = (ctx: Ctx, after: string, size: number) =>
  ctx.db.export.findMany({
    where: { id: { gt: after }, fileId: { not: null } },
    include: { user: true },
    orderBy: { id: "asc" },
    take: size,
  });

/** The files of exports written since a moment, to be looked through for a person. */
export const exportFiles = (ctx: Ctx, since: Date) =>
  ctx.db.export.findMany({
    where: { fileId: { not: null }, finishedAt: { gte: since } },
    select: { id: true, file: { select: { key: true } } },
    orderBy: { id: "asc" },
  });

/** Until the transaction ends: whoever anonymises waits for exports that are being given, and the other way round. */
export const holdGiving = (ctx: Ctx, by: "giver" | "anonymiser") => ctx.db.$executeRaw`
  SELECT ${Prisma.raw(by === "giver" ? "pg_advisory_xact_lock_shared" : "pg_advisory_xact_lock")}(hashtext('export giving'))`;

/** Whether anybody was anonymised since a moment: what was read before may hold him. */
export const anonymisedSince = async (ctx: Ctx, moment: Date): Promise<boolean> =>
  (await ctx.db.anonymisationCertificate.findFirst({ where: { executedAt: { gt: moment } }, select: { id: true } })) !==
  null;

import type { Certificate, PageQuery, UserRef } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { z } from "zod";
import type { Ctx } from "../../platform/context.ts";
import { pageOf } from "../../platform/page-query.ts";

/** A certificate as the database gives it. */
export type StoredCertificate = Omit<Certificate, "requestedAt" | "executedAt"> & {
  requestedAt: Date;
  requestedBy: UserRef | null;
  executedAt: Date;
};

const table = Prisma.sql`anonymisation_certificates a`;
const joins = Prisma.sql`LEFT JOIN users u ON u.id = a.requested_by_id`;
const select = Prisma.sql`a.id, a.contact_id AS "contactId", a.contact_code AS "contactCode", a.requested_at AS "requestedAt",
  a.executed_at AS "executedAt", a.erased, a.kept,
  CASE WHEN u.id IS NOT NULL THEN json_build_object(
    'id', u.id, 'name', trim(u.first_name || ' ' || u.last_name), 'active', u.active, 'photoId', u.photo_id) END AS "requestedBy"`;

/** A page of certificates, latest first. */
export const certificatePage = (ctx: Ctx, { after, size }: z.output<typeof PageQuery>) =>
  pageOf<StoredCertificate>(ctx.reader, {
    ...{ table, joins, select, after, size, where: Prisma.sql`TRUE`, searching: false },
    columns: [
      { sql: "a.executed_at", cast: "timestamptz", direction: "desc" },
      { sql: "a.id", cast: "uuid", direction: "desc" },
    ],
  });

export async function certificateRow(ctx: Ctx, id: string): Promise<StoredCertificate | null> {
  const rows = await ctx.db.$queryRaw<StoredCertificate[]>`
    SELECT ${select} FROM ${table} ${joins} WHERE a.id = ${id}::uuid`;
  return rows[0] ?? null;
}

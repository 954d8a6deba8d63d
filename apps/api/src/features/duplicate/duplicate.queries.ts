import type { DuplicatePair, DuplicateQuery } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { z } from "zod";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";
import { pageOf } from "../../platform/page-query.ts";

const side = (alias: string) => {
  const a = (column: string) => Prisma.raw(`${alias}.${column}`);
  return Prisma.sql`json_build_object('id', ${a("id")}, 'code', ${a("code")}, 'title', ${a("title")}, 'lastName', ${a("last_name")},
    'firstName', ${a("first_name")}, 'company', ${a("company")}, 'email', ${a("email")}, 'phone', ${a("phone")}, 'mobile', ${a("mobile")},
    'city', ${a("city")}, 'createdAt', ${a("created_at")})`;
};

/** A page of the pairs of which the actor sees both sides, strongest first: it follows an index, and reads no contact else. */
export const duplicatePage = (ctx: Ctx, { after, size }: z.output<typeof DuplicateQuery>) =>
  pageOf<DuplicatePair>(ctx.reader, {
    select: Prisma.sql`${side("a")} AS first, ${side("b")} AS second, p.score, p.reasons`,
    table: Prisma.sql`duplicate_pairs p JOIN contacts a ON a.id = p.first_id JOIN contacts b ON b.id = p.second_id`,
    joins: Prisma.empty,
    where: Prisma.sql`${recordScope(ctx.actor, "a")} AND ${recordScope(ctx.actor, "b")}
      AND a.anonymised_at IS NULL AND b.anonymised_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM distinct_pairs d WHERE d.first_id = p.first_id AND d.second_id = p.second_id)`,
    columns: [
      { sql: "p.score", cast: "int", direction: "desc" },
      { sql: "p.first_id", cast: "uuid", direction: "desc" },
      { sql: "p.second_id", cast: "uuid", direction: "desc" },
    ],
    searching: false,
    ...{ after, size },
  });

/** Takes the oldest of the queue, so that no other worker does, until the transaction ends. */
export const takeChecks = (ctx: Ctx, most: number) =>
  ctx.db.$queryRaw<{ id: bigint; contactId: string }[]>`
    SELECT id, contact_id AS "contactId" FROM duplicate_checks ORDER BY id LIMIT ${most} FOR UPDATE SKIP LOCKED`;

/** Is an import under way, there or back? */
export async function importUnderWay(ctx: Ctx): Promise<boolean> {
  const [row] = await ctx.db.$queryRaw<{ works: boolean }[]>`
    SELECT EXISTS (SELECT FROM imports WHERE status IN ('checking', 'running', 'undoing')) AS works`;
  return row?.works ?? false;
}

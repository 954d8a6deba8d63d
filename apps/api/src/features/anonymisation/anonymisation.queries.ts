import { Prisma } from "@crm/db";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";

/** Locks in the order of ids, so that two who mark the same contacts never wait for each other in a ring. */
const locked = (ctx: Ctx, ids: string[], state: Prisma.Sql) => Prisma.sql`
  SELECT c.id FROM contacts c
  WHERE c.id = ANY(${ids}::uuid[]) AND ${recordScope(ctx.actor, "c")} AND c.anonymised_at IS NULL AND ${state}
  ORDER BY c.id FOR UPDATE`;

/** Marks, or with null unmarks, the contacts that the actor sees; gives the ids that this changed. */
export async function setAnonymiseAt(ctx: Ctx, ids: string[], at: Date | null): Promise<string[]> {
  const state = at ? Prisma.sql`c.anonymise_at IS NULL` : Prisma.sql`c.anonymise_at IS NOT NULL`;
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    WITH locked AS MATERIALIZED (${locked(ctx, ids, state)})
    UPDATE contacts c SET anonymise_at = ${at}::timestamptz, version = c.version + 1, updated_at = ${ctx.now()}
    FROM locked WHERE c.id = locked.id RETURNING c.id`;
  return rows.map(({ id }) => id);
}

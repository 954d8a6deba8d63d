import { Prisma } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";

/** The record whose scope decides who may hear of a change. */
export type SeenAs = "contact" | "opportunity" | "action";

export interface Owned {
  id: string;
  ownerId: string | null;
  organisationId: string;
}

const tables: Record<SeenAs, Prisma.Sql> = {
  contact: Prisma.sql`contacts`,
  opportunity: Prisma.sql`opportunities`,
  action: Prisma.sql`actions`,
};

/** Whose these records are now, those in the recycle bin too: that one went there is a change. From the primary: a replica may not know yet. */
export const ownersOf = (ctx: Ctx, seenAs: SeenAs, ids: string[]) => ctx.db.$queryRaw<Owned[]>`
  SELECT r.id, r.owner_id AS "ownerId", r.organisation_id AS "organisationId"
  FROM ${tables[seenAs]} r WHERE r.id = ANY(${ids}::uuid[])`;

import { Prisma } from "@crm/db";
import { recordScope } from "../../platform/access.ts";
import type { Actor } from "../../platform/context.ts";

/** Which submissions an actor sees: those of the contacts that he sees; and nobody's, if he sees all. */
export function submissionScope(actor: Actor, alias: string): Prisma.Sql {
  const contactId = Prisma.raw(`${alias}.contact_id`);
  const seen = Prisma.sql`EXISTS (SELECT FROM contacts seen WHERE seen.id = ${contactId} AND ${recordScope(actor, "seen")})`;
  return actor.scope === "all" ? Prisma.sql`(${contactId} IS NULL OR ${seen})` : seen;
}

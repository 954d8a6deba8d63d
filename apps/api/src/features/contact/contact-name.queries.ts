import { Prisma } from "@crm/db";
import { recordScope, scopeText } from "../../platform/access.ts";
import type { Actor } from "../../platform/context.ts";

const named = (alias: string, nameless: "email" | "code") =>
  `coalesce(nullif(trim(${alias}.first_name || ' ' || ${alias}.last_name), ''), nullif(${alias}.company, ''), ${alias}.${nameless})`;

/** What a contact is called by who sees it: its name, else its company, else its e-mail. */
export const contactNameSql = (alias: string): Prisma.Sql => Prisma.raw(named(alias, "email"));

/** Whether the actor sees a contact. */
const seesContact = (actor: Actor, alias: string): Prisma.Sql =>
  actor.permissions.has("contact:read") ? recordScope(actor, alias) : Prisma.sql`FALSE`;

/**
 * What a contact is called on what hangs on it and is seen without it, an opportunity for one: nothing more is told of it than
 * that name, so that without one it goes by its code. To be sorted by, too.
 */
export const shownNameSql = (actor: Actor, alias: string): Prisma.Sql =>
  actor.scope === "all"
    ? contactNameSql(alias)
    : Prisma.sql`CASE WHEN ${seesContact(actor, alias)} THEN ${contactNameSql(alias)} ELSE ${Prisma.raw(named(alias, "code"))} END`;

/**
 * A column that opportunities (alias o) are sorted by: where it is made of `contact_text`, of a contact out of sight it is made
 * of the name that is shown.
 */
export function shownColumn(actor: Actor, column: string): string {
  if (actor.scope === "all") return column;
  const seen = actor.permissions.has("contact:read") ? scopeText(actor, "k") : "FALSE";
  const shown = `(SELECT CASE WHEN ${seen} THEN o.contact_text ELSE ${named("k", "code")} END FROM contacts k WHERE k.id = o.contact_id)`;
  return column.replace("o.contact_text", shown);
}

/**
 * What a search finds of opportunities (alias o), by their contact too: of one out of sight, by the name that is shown.
 * `found` is what it asks of a text that is folded as `search` columns are.
 */
export function opportunityFound(actor: Actor, found: (column: Prisma.Sql) => Prisma.Sql): Prisma.Sql {
  const anywhere = found(Prisma.sql`o.search`);
  if (actor.scope === "all") return anywhere;
  const name = named("k", "code");
  const shown = Prisma.raw(
    `(' ' || fold_words(o.title || ' ' || ${name} || ' ' || o.code) || joined_words(o.title || ' ' || ${name}))`,
  );
  return Prisma.sql`(${anywhere} AND EXISTS (
    SELECT FROM contacts k WHERE k.id = o.contact_id AND ((${seesContact(actor, "k")}) OR ${found(shown)})))`;
}

import { Prisma } from "@crm/db";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";
import { holdQuestions } from "../question/question.service.ts";
import type { ImportedContact } from "./import-merge.ts";

export type KnownContact = ImportedContact & { id: string };

/**
 * Until the transaction ends, imports write one at a time, so that two that bring the same new person make one contact; and
 * no question changes, so that what was judged is what is stored.
 */
export async function lockForImport(ctx: Ctx): Promise<void> {
  await ctx.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('imports'))`;
  await holdQuestions(ctx, "contact");
}

/**
 * The contacts with these e-mails that the actor sees, by e-mail; the oldest where several have the same. One that he may
 * not see is as if it were not there: telling him would reveal it, so the person gets a contact of his own.
 * `lock`: nobody else changes them until the transaction ends.
 */
export async function contactsWithEmails(
  ctx: Ctx,
  emails: string[],
  { lock }: { lock: boolean },
): Promise<Map<string, KnownContact>> {
  if (emails.length === 0) return new Map();
  const rows = await ctx.db.$queryRaw<KnownContact[]>`
    SELECT c.id, c.title, c.last_name AS "lastName", c.first_name AS "firstName", c.company, c.email, c.phone, c.mobile, c.address,
           c.postal_code AS "postalCode", c.city, c.country, c.notes, c.answers
    FROM contacts c WHERE c.email = ANY(${emails}) AND ${recordScope(ctx.actor, "c")}
    ORDER BY c.id DESC ${lock ? Prisma.sql`FOR NO KEY UPDATE` : Prisma.empty}`;
  return new Map(rows.map((row) => [row.email, row])); // the last one in, the oldest, stays
}

const columns = Prisma.raw(
  "title, last_name, first_name, company, email, phone, mobile, address, postal_code, city, country, notes, answers",
);
const recordset =
  Prisma.raw(`r(id uuid, title text, "lastName" text, "firstName" text, company text, email text, phone text, mobile text,
  address text, "postalCode" text, city text, country text, notes text, answers jsonb)`);
const values =
  Prisma.raw(`r.title, r."lastName", r."firstName", r.company, r.email, r.phone, r.mobile, r.address, r."postalCode", r.city,
  r.country, r.notes, r.answers`);

/** Adds contacts; their codes follow the order given. */
export async function insertContacts(
  ctx: Ctx,
  contacts: KnownContact[],
  owner: { ownerId: string; organisationId: string },
): Promise<void> {
  if (contacts.length === 0) return;
  await ctx.db.$executeRaw`
    INSERT INTO contacts (id, ${columns}, owner_id, organisation_id, created_at, updated_at)
    SELECT r.id, ${values}, ${owner.ownerId}::uuid, ${owner.organisationId}::uuid, ${ctx.now()}, ${ctx.now()}
    FROM jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb) AS ${recordset}`;
}

/** Writes contacts that were locked, whole; who had one open on screen is told at his next save. */
export async function updateContacts(ctx: Ctx, contacts: KnownContact[]): Promise<void> {
  if (contacts.length === 0) return;
  await ctx.db.$executeRaw`
    UPDATE contacts c SET (${columns}) = ROW(${values}), version = c.version + 1, updated_at = ${ctx.now()}
    FROM jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb) AS ${recordset} WHERE c.id = r.id`;
}

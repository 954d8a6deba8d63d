import { Prisma } from "@crm/db";
import { emailKey } from "@crm/fields";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";
import { contactNameSql } from "../contact/contact.service.ts";
import type { KnownContact } from "./contact-merge.ts";
import type { ContactName } from "./contact-rows.ts";

const known =
  Prisma.raw(`c.id, c.code, c.version, c.title, c.last_name AS "lastName", c.first_name AS "firstName", c.company,
  c.email, c.email_validity::text AS "emailValidity", c.email_checked_at::text AS "emailCheckedAt", c.phone, c.mobile, c.address,
  c.postal_code AS "postalCode", c.city, c.country, c.notes, c.answers, c.email_consent::text AS "emailConsent",
  c.sms_consent::text AS "smsConsent"`);

/**
 * The contacts with these codes or e-mails that the actor sees, the oldest first. One that he may not see is as if it were
 * not there: telling him would reveal it. `lock`: nobody else changes them until the transaction ends.
 */
export async function contactsNamed(
  ctx: Ctx,
  { codes = [], emails = [] }: { codes?: string[]; emails?: string[] },
  { lock }: { lock: boolean },
): Promise<KnownContact[]> {
  const conditions = [
    ...(codes.length > 0 ? [Prisma.sql`c.code = ANY(${codes})`] : []),
    ...(emails.length > 0 ? [Prisma.sql`email_key(c.email) = ANY(${emails.map(emailKey)})`] : []),
  ];
  if (conditions.length === 0) return [];
  return ctx.db.$queryRaw<KnownContact[]>`
    SELECT ${known} FROM contacts c WHERE (${Prisma.join(conditions, " OR ")}) AND ${recordScope(ctx.actor, "c")}
    ORDER BY c.id ${lock ? Prisma.sql`FOR NO KEY UPDATE` : Prisma.empty}`;
}

/**
 * For each name, in their order, the contacts that have it, two at most, among those that the actor sees. Names are compared
 * by `match_key`, which an index serves; `company` too where it is given. `lock`: as `contactsNamed`.
 */
export async function contactsCalled(
  ctx: Ctx,
  names: ContactName[],
  { lock }: { lock: boolean },
): Promise<KnownContact[][]> {
  if (names.length === 0) return [];
  const given = JSON.stringify(names.map((name, place) => ({ place, ...name })));
  const found = await ctx.db.$queryRaw<{ place: number; id: string }[]>`
    WITH r AS MATERIALIZED (
      SELECT place, match_key("lastName" || "firstName") AS whole, match_key("lastName") AS last, match_key(company) AS company
      FROM jsonb_to_recordset(${given}::jsonb) AS r(place int, "lastName" text, "firstName" text, company text)
    )
    SELECT r.place, f.id FROM r CROSS JOIN LATERAL (
      SELECT c.id FROM contacts c
      WHERE c.last_name <> '' AND match_key(c.last_name || c.first_name) = r.whole AND match_key(c.last_name) = r.last
        AND (r.company IS NULL OR match_key(c.company) = r.company) AND ${recordScope(ctx.actor, "c")}
      LIMIT 2) f
    ORDER BY r.place`;
  const contacts = await ctx.db.$queryRaw<KnownContact[]>`
    SELECT ${known} FROM contacts c
    WHERE c.id = ANY(${found.map(({ id }) => id)}::uuid[]) AND ${recordScope(ctx.actor, "c")}
    ORDER BY c.id ${lock ? Prisma.sql`FOR NO KEY UPDATE` : Prisma.empty}`;
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  const called = names.map((): KnownContact[] => []);
  for (const { place, id } of found) {
    const contact = byId.get(id);
    if (contact) called[place]?.push(contact);
  }
  return called;
}

const columns = Prisma.raw(
  "title, last_name, first_name, company, email, email_validity, email_checked_at, phone, mobile, address, postal_code, city, country, notes, answers",
);
const recordset =
  Prisma.raw(`r(id uuid, title text, "lastName" text, "firstName" text, company text, email text, "emailValidity" email_validity,
  "emailCheckedAt" timestamptz, phone text, mobile text, address text, "postalCode" text, city text, country text, notes text, answers jsonb)`);
const values =
  Prisma.raw(`r.title, r."lastName", r."firstName", r.company, r.email, r."emailValidity", r."emailCheckedAt", r.phone, r.mobile,
  r.address, r."postalCode", r.city, r.country, r.notes, r.answers`);

/** Adds contacts; their codes follow the order given. */
export async function insertContacts(
  ctx: Ctx,
  contacts: { id: string }[],
  owner: { ownerId: string; organisationId: string },
): Promise<void> {
  if (contacts.length === 0) return;
  await ctx.db.$executeRaw`
    INSERT INTO contacts (id, ${columns}, owner_id, organisation_id, created_at, updated_at)
    SELECT r.id, ${values}, ${owner.ownerId}::uuid, ${owner.organisationId}::uuid, ${ctx.now()}, ${ctx.now()}
    FROM jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb) AS ${recordset}`;
}

/** Writes contacts that were locked, whole; who had one open on screen is told at his next save. */
export async function updateContacts(ctx: Ctx, contacts: { id: string }[]): Promise<void> {
  if (contacts.length === 0) return;
  await ctx.db.$executeRaw`
    UPDATE contacts c SET (${columns}) = ROW(${values}), version = c.version + 1, updated_at = ${ctx.now()}
    FROM jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb) AS ${recordset} WHERE c.id = r.id`;
}

/** A contact that undoing takes up: as it is now, and what has come to hang on it. */
export type UndoneContact = KnownContact & { anonymised: boolean; inUse: boolean; touched: boolean; seen: boolean };

/**
 * The contacts of these ids that are not in the bin, locked. `inUse`: something was made of them since; `touched`: something
 * else happened to them than this import.
 */
export async function contactsToUndo(ctx: Ctx, importId: string, ids: string[]): Promise<UndoneContact[]> {
  // As the search for duplicates goes, so that neither waits for the other in a circle: pairs first, then contacts, in order.
  await ctx.db.$queryRaw`
    SELECT 1 FROM duplicate_pairs p WHERE p.first_id = ANY(${ids}::uuid[]) OR p.second_id = ANY(${ids}::uuid[])
    ORDER BY p.first_id, p.second_id FOR UPDATE`;
  await ctx.db.$queryRaw`
    SELECT c.id FROM contacts c WHERE c.id = ANY(${ids}::uuid[]) ORDER BY c.id FOR UPDATE`;
  return ctx.db.$queryRaw<UndoneContact[]>`
    SELECT ${known}, c.anonymised_at IS NOT NULL OR c.anonymise_at IS NOT NULL AS anonymised,
      EXISTS (SELECT FROM opportunities o WHERE o.contact_id = c.id)
        OR EXISTS (SELECT FROM interactions i WHERE i.contact_id = c.id)
        OR EXISTS (SELECT FROM actions a WHERE a.contact_id = c.id)
        OR EXISTS (SELECT FROM submissions s WHERE s.contact_id = c.id)
        OR EXISTS (SELECT FROM contact_merges m WHERE m.kept_id = c.id OR m.merged_id = c.id) AS "inUse",
      EXISTS (SELECT FROM audit_events e WHERE e.contact_id = c.id
        AND NOT (e.kind = 'contact.imported' AND e.data ->> 'importId' = ${importId})
        AND NOT (e.kind = 'contact.consent' AND (e.data ->> 'source' = 'suppression' OR e.data ->> 'importId' = ${importId}))) AS touched,
      (${recordScope(ctx.actor, "c")}) IS TRUE AS seen
    FROM contacts c WHERE c.id = ANY(${ids}::uuid[]) AND c.deleted_at IS NULL ORDER BY c.id`;
}

/** Deletes contacts that were made by mistake, and on which nothing hangs, with their history. */
export async function deleteContacts(ctx: Ctx, ids: string[]): Promise<void> {
  await ctx.db
    .$executeRaw`DELETE FROM distinct_pairs WHERE first_id = ANY(${ids}::uuid[]) OR second_id = ANY(${ids}::uuid[])`;
  await ctx.db.$executeRaw`DELETE FROM contacts WHERE id = ANY(${ids}::uuid[])`;
}

/** Contacts' consents put back as they were, each with a line in its history: its day, source and proof are those it had. */
export async function restoreConsents(
  ctx: Ctx,
  rows: { id: string; contactId: string; channel: string; state: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  const given = Prisma.sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "contactId" uuid, channel text, state consent_state)`;
  await ctx.db.$executeRaw`
    UPDATE contacts c SET email_consent = r.state FROM ${given} WHERE c.id = r."contactId" AND r.channel = 'email'`;
  await ctx.db.$executeRaw`
    UPDATE contacts c SET sms_consent = r.state FROM ${given} WHERE c.id = r."contactId" AND r.channel = 'sms'`;
  await ctx.db.$executeRaw`
    INSERT INTO consents (id, contact_id, channel, state, given_at, source, proof, actor_id, created_at)
    SELECT r.id, r."contactId", r.channel, r.state, coalesce(n.given_at, ${ctx.now()}), coalesce(n.source, 'import'),
      coalesce(n.proof, 'Import annulé'), ${ctx.actor.id}::uuid, ${ctx.now()}
    FROM ${given} LEFT JOIN LATERAL (
      SELECT n.given_at, n.source, n.proof FROM consents n
      WHERE n.contact_id = r."contactId" AND n.channel = r.channel AND n.state = r.state ORDER BY n.id DESC LIMIT 1) n ON TRUE`;
}

/** Code and name of contacts that the actor sees. */
export const contactNames = (ctx: Ctx, ids: string[]) => ctx.db.$queryRaw<{ id: string; code: string; name: string }[]>`
  SELECT c.id, c.code, ${contactNameSql("c")} AS name
  FROM contacts c WHERE c.id = ANY(${ids}::uuid[]) AND ${recordScope(ctx.actor, "c", { deleted: "either" })}`;

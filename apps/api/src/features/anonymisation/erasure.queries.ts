import { type ErasedKind, usualReasons } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";

/** How much of what was erased, or kept. */
export type Counts = Partial<Record<ErasedKind, number>>;

/** Contacts whose moment has come, the earliest first; those that are marked in the recycle bin too. */
export async function dueContacts(ctx: Ctx, size: number): Promise<string[]> {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM contacts c WHERE c.anonymise_at <= ${ctx.now()} AND c.anonymised_at IS NULL ORDER BY c.anonymise_at LIMIT ${size}`;
  return rows.map(({ id }) => id);
}

/** Contacts, each with those merged into it, which are the same person. */
export async function samePeople(ctx: Ctx, ids: string[]): Promise<Map<string, string[]>> {
  const rows = await ctx.db.$queryRaw<{ person: string; ids: string[] }[]>`
    WITH RECURSIVE same(person, id) AS (
      SELECT id, id FROM unnest(${ids}::uuid[]) AS asked(id)
      UNION SELECT same.person, m.merged_id FROM contact_merges m JOIN same ON same.id = m.kept_id WHERE m.undone_at IS NULL)
    SELECT person::text, array_agg(id::text) AS ids FROM same GROUP BY person`;
  return new Map(rows.map((row) => [row.person, row.ids]));
}

/** What contacts were once called and reached by, and what their answers and their opportunities' once said, as the timelines tell it. */
export async function formerValues(ctx: Ctx, contactIds: string[], opportunityIds: string[]) {
  return ctx.db.$queryRaw<
    {
      contactId: string | null;
      opportunityId: string | null;
      field: string;
      questionId: string | null;
      value: string;
    }[]
  >`
    SELECT DISTINCT e.contact_id AS "contactId", e.opportunity_id AS "opportunityId",
      change->>'field' AS field, change->>'questionId' AS "questionId", said AS value
    FROM audit_events e, jsonb_array_elements(coalesce(e.data->'changes', '[]')) AS c(change),
         LATERAL (VALUES (change->>'from'), (change->>'to')) AS v(said)
    WHERE (e.contact_id = ANY(${contactIds}::uuid[]) OR e.opportunity_id = ANY(${opportunityIds}::uuid[])) AND said <> ''
      AND (change->>'questionId' IS NOT NULL OR e.opportunity_id IS NULL
        AND change->>'field' IN ('firstName', 'lastName', 'company', 'email', 'phone', 'mobile'))`;
}

/** Who asked for it last, and when: the timeline says so until it is erased. */
export async function askedFor(ctx: Ctx, contactId: string) {
  const [row] = await ctx.db.$queryRaw<{ at: Date; actorId: string | null }[]>`
    SELECT e.at, e.actor_id AS "actorId" FROM audit_events e
    WHERE e.contact_id = ${contactId}::uuid AND e.kind = 'contact.anonymisation-asked' ORDER BY e.id DESC LIMIT 1`;
  return row ?? null;
}

/** Events that say nothing of the person: kept whole, for statistics. */
const keptEvents = [
  ...["contact.assigned", "contact.anonymisation-asked", "contact.anonymisation-cancelled", "contact.anonymised"],
  "submission.received",
  ...["opportunity.assigned", "opportunity.status", "opportunity.stage-reached", "opportunity.stage-undone"],
];

/** Reasons of a status that name nobody. */
const keptReasons: string[] = ["", ...Object.values(usualReasons).flat()];

/** Empties what the timelines of these records say, all but that it happened, when and by whom. */
export async function emptyEvents(ctx: Ctx, contactIds: string[], opportunityIds: string[]): Promise<number> {
  const theirs = Prisma.sql`(contact_id = ANY(${contactIds}::uuid[]) OR opportunity_id = ANY(${opportunityIds}::uuid[]))`;
  await ctx.db.$executeRaw`
    UPDATE audit_events SET data = data - 'reason'
    WHERE ${theirs} AND kind = 'opportunity.status' AND data->>'reason' <> ALL(${keptReasons})`;
  return ctx.db.$executeRaw`
    UPDATE audit_events SET data = '{"changes": []}' WHERE ${theirs} AND kind <> ALL(${keptEvents})`;
}

/** Erases a contact's fields; what search finds, and what its opportunities copy of it, follow by themselves. */
export const emptyContact = (ctx: Ctx, id: string, name: string, answers: object) => ctx.db.$executeRaw`
  UPDATE contacts SET title = '', last_name = ${name}, first_name = '', company = '', email = '', phone = '', mobile = '',
    address = '', postal_code = '', city = '', country = '', notes = '', answers = ${JSON.stringify(answers)}::jsonb,
    email_validity = 'unverified', email_checked_at = ${ctx.now()}, email_consent = 'withdrawn', sms_consent = 'withdrawn',
    anonymise_at = NULL, anonymised_at = ${ctx.now()}, version = version + 1, updated_at = ${ctx.now()}
  WHERE id = ${id}::uuid`;

export const emptyOpportunity = (ctx: Ctx, id: string, title: string, answers: object) => ctx.db.$executeRaw`
  UPDATE opportunities SET title = ${title}, notes = '', status_reason = CASE WHEN status_reason = ANY(${keptReasons}) THEN status_reason ELSE '' END, answers = ${JSON.stringify(answers)}::jsonb, version = version + 1,
    updated_at = ${ctx.now()} WHERE id = ${id}::uuid`;

/** What was kept to undo: there is no way back. Gives how many rows. */
export async function forgetUndo(ctx: Ctx, contactIds: string[], opportunityIds: string[]): Promise<number> {
  const ids = [...contactIds, ...opportunityIds];
  const bulk = await ctx.db.$executeRaw`
    UPDATE bulk_items SET before = NULL WHERE record_id = ANY(${ids}::uuid[]) AND before IS NOT NULL`;
  const merges = await ctx.db.$executeRaw`
    UPDATE contact_merges SET before = '{}'
    WHERE (kept_id = ANY(${contactIds}::uuid[]) OR merged_id = ANY(${contactIds}::uuid[])) AND before <> '{}'`;
  const imports = await ctx.db.$executeRaw`
    DELETE FROM import_items WHERE record_id = ANY(${ids}::uuid[])`;
  return bulk + merges + imports;
}

/** Consents keep their channel, state and days, and lose what proved them. */
export const emptyProofs = (ctx: Ctx, contactIds: string[]) =>
  ctx.db.consent.updateMany({ where: { contactId: { in: contactIds } }, data: { proof: "" } });

/** Stored files in which rows may stand: not pictures of users, nor what was joined to an answer or an exchange; exports go whole. */
export const storedSheets = (ctx: Ctx) =>
  ctx.db.file.findMany({
    where: { purpose: { notIn: ["photo", "portrait", "answer", "answer-kept", "attachment", "export"] } },
    select: { id: true, key: true },
    orderBy: { id: "asc" },
  });

/** Adds to what was erased of a person, in the transaction that erases it: the certificate says it, whoever was killed meanwhile. */
export async function addCounts(ctx: Ctx, contactId: string, counts: Counts): Promise<void> {
  for (const [kind, count] of Object.entries(counts))
    await ctx.db.erasedCount.upsert({
      where: { contactId_kind: { contactId, kind } },
      create: { contactId, kind, count },
      update: { count: { increment: count } },
    });
}

/** What was erased of a person so far: it goes into the certificate. */
export async function takeCounts(ctx: Ctx, contactId: string): Promise<Counts> {
  const rows = await ctx.db.erasedCount.findMany({ where: { contactId } });
  await ctx.db.erasedCount.deleteMany({ where: { contactId } });
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

/** Locks a contact that is due; null when it is not, or no more. */
export async function holdDue(ctx: Ctx, id: string) {
  const rows = await ctx.db.$queryRaw<unknown[]>(
    Prisma.sql`SELECT 1 FROM contacts c WHERE c.id = ${id}::uuid AND c.anonymise_at <= ${ctx.now()} AND c.anonymised_at IS NULL FOR UPDATE`,
  );
  return rows.length > 0;
}

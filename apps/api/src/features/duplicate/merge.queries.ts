import type { MergeInput, MergeSide } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { z } from "zod";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";
import { eventCountSql } from "../audit/audit.service.ts";

/** What a contact has that moves to the one it is merged into: tables with a `contact_id`. A new one needs only be named here. */
const movedTables = [
  "opportunities",
  "interactions",
  "actions",
  "audit_events",
  "consents",
  "selection_members",
  "submissions",
] as const;

/** Columns of a contact that change by themselves, which is no reason to refuse an undo. */
const own = Prisma.raw(
  "ARRAY['email_validity', 'email_checked_at', 'updated_at', 'search', 'name_key', 'company_key']",
);

/** Locks contacts in the order of ids, whoever may see them: two merges at once wait for each other, and never in a ring. */
export const lockContacts = (ctx: Ctx, ids: string[]) =>
  ctx.db.$queryRaw<unknown[]>`SELECT 1 FROM contacts WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;

/** Whether one of these contacts, which the actor would see, was merged into another. */
export async function mergedAway(ctx: Ctx, ids: string[]): Promise<boolean> {
  const rows = await ctx.db.$queryRaw<unknown[]>`
    SELECT 1 FROM contacts c JOIN contact_merges m ON m.merged_id = c.id AND m.undone_at IS NULL
    WHERE c.id = ANY(${ids}::uuid[]) AND ${recordScope(ctx.actor, "c", { deleted: true })}`;
  return rows.length > 0;
}

/** How much each contact would bring along, as far as the actor sees it. */
export const belongings = (ctx: Ctx, ids: string[]) =>
  ctx.db.$queryRaw<({ id: string } & Omit<MergeSide, "contact">)[]>`
    SELECT c.id,
      (SELECT count(*)::int FROM opportunities o WHERE o.contact_id = c.id AND ${recordScope(ctx.actor, "o")}) AS opportunities,
      ${eventCountSql(ctx.actor, "c.id")} AS events
    FROM contacts c WHERE c.id = ANY(${ids}::uuid[])`;

/** Keeps both rows as they are, in the database's own words: a value that passed through JavaScript might not come back the same. */
export const recordMerge = (ctx: Ctx, id: string, keptId: string, mergedId: string) => ctx.db.$executeRaw`
  INSERT INTO contact_merges (id, kept_id, merged_id, actor_id, before, version, created_at)
  SELECT ${id}::uuid, k.id, m.id, ${ctx.actor.id || null}::uuid, jsonb_build_object('kept', to_jsonb(k), 'merged', to_jsonb(m)), 0, ${ctx.now()}
  FROM contacts k, contacts m WHERE k.id = ${keptId}::uuid AND m.id = ${mergedId}::uuid`;

/** Moves all that belongs to one contact to another, and keeps which rows they were. */
export async function moveBelongings(ctx: Ctx, mergeId: string, fromId: string, toId: string): Promise<void> {
  for (const table of movedTables)
    await ctx.db.$executeRaw`
      WITH moved AS (UPDATE ${Prisma.raw(table)} SET contact_id = ${toId}::uuid WHERE contact_id = ${fromId}::uuid RETURNING id)
      UPDATE contact_merges SET before = before || jsonb_build_object(${table}::text, (SELECT coalesce(jsonb_agg(id), '[]') FROM moved))
      WHERE id = ${mergeId}::uuid`;
}

/** Gives them back, as far as they are still there. */
export async function returnBelongings(ctx: Ctx, mergeId: string, fromId: string, toId: string): Promise<void> {
  for (const table of movedTables)
    await ctx.db.$executeRaw`
      UPDATE ${Prisma.raw(table)} t SET contact_id = ${toId}::uuid FROM contact_merges m
      WHERE m.id = ${mergeId}::uuid AND t.contact_id = ${fromId}::uuid
        AND t.id IN (SELECT value::uuid FROM jsonb_array_elements_text(m.before -> ${table}))`;
  // An exchange written down since is about an opportunity that goes back.
  await ctx.db.$executeRaw`
    UPDATE interactions i SET contact_id = o.contact_id FROM opportunities o
    WHERE o.id = i.opportunity_id AND o.contact_id = ${toId}::uuid AND i.contact_id = ${fromId}::uuid`;
}

const columns = {
  title: ["title"],
  lastName: ["last_name"],
  firstName: ["first_name"],
  company: ["company"],
  // What is known of an address goes with it.
  email: ["email", "email_validity", "email_checked_at"],
  phone: ["phone"],
  mobile: ["mobile"],
  address: ["address"],
  postalCode: ["postal_code"],
  city: ["city"],
  country: ["country"],
  owner: ["owner_id", "organisation_id"],
} as const satisfies Record<z.output<typeof MergeInput>["fields"][number], readonly string[]>;

const notes = {
  kept: Prisma.sql`k.notes`,
  merged: Prisma.sql`m.notes`,
  both: Prisma.sql`k.notes || m.notes`,
};

/** What a person took back is taken back for both; what he never said leaves what he said. */
const consent = (column: string) => {
  const [k, m] = [Prisma.raw(`k.${column}`), Prisma.raw(`m.${column}`)];
  return Prisma.sql`CASE WHEN ${k} = 'withdrawn' OR ${m} = 'withdrawn' THEN 'withdrawn'::consent_state
    WHEN ${k} = 'unknown' THEN ${m} ELSE ${k} END`;
};

/** The same by SMS, which is allowed for one number: for the one that the kept contact has from now on. */
const smsConsent = (number: Prisma.Sql) => Prisma.sql`
  CASE WHEN k.sms_consent = 'withdrawn' OR m.sms_consent = 'withdrawn' THEN 'withdrawn'::consent_state
    WHEN (k.sms_consent = 'granted' AND k.mobile = ${number}) OR (m.sms_consent = 'granted' AND m.mobile = ${number}) THEN 'granted'
    ELSE 'unknown' END`;

/**
 * Writes the chosen fields and answers over the kept contact. Answers to questions that nobody could choose about (`archivedIds`)
 * fill in where it has none. A mark to anonymise one of the two holds for the person, so for the one that stays.
 */
export async function fillKept(
  ctx: Ctx,
  { kept, merged, fields, answers, ...input }: z.output<typeof MergeInput>,
  archivedIds: string[],
): Promise<void> {
  const taken = [...new Set(fields)]
    .flatMap((field) => columns[field])
    .map((column) => Prisma.raw(`${column} = m.${column}`));
  const set = [
    ...taken,
    Prisma.sql`notes = ${notes[input.notes]}`,
    Prisma.sql`answers = (k.answers - ${answers}::text[]) || (
      SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(m.answers)
      WHERE key = ANY(${answers}::text[]) OR (key = ANY(${archivedIds}::text[]) AND NOT k.answers ? key))`,
    Prisma.sql`email_consent = ${consent("email_consent")}, sms_consent = ${smsConsent(fields.includes("mobile") ? Prisma.sql`m.mobile` : Prisma.sql`k.mobile`)}`,
    Prisma.sql`anonymise_at = least(k.anonymise_at, m.anonymise_at), version = k.version + 1, updated_at = ${ctx.now()}`,
  ];
  await ctx.db.$executeRaw`
    UPDATE contacts k SET ${Prisma.join(set)} FROM contacts m WHERE k.id = ${kept.id}::uuid AND m.id = ${merged.id}::uuid`;
}

/** The newest consent is the one in force: where the last one moved says otherwise than the merge, the merge has the last word. */
export const proveConsents = (ctx: Ctx, keptId: string, ids: [string, string], proof: string) => ctx.db.$executeRaw`
  INSERT INTO consents (id, contact_id, channel, state, given_at, source, proof, actor_id, created_at)
  SELECT x.id::uuid, c.id, x.channel, x.state, ${ctx.now()}, 'merge', ${proof}, ${ctx.actor.id || null}::uuid, ${ctx.now()}
  FROM contacts c CROSS JOIN LATERAL (VALUES (${ids[0]}, 'email', c.email_consent), (${ids[1]}, 'sms', c.sms_consent)) AS x(id, channel, state)
  WHERE c.id = ${keptId}::uuid AND x.state <> coalesce((
    SELECT n.state FROM consents n WHERE n.contact_id = c.id AND n.channel = x.channel ORDER BY n.id DESC LIMIT 1), 'unknown')`;

/** The merged contact is gone: not in the recycle bin, as its row of `contact_merges` says. */
export const putAway = (ctx: Ctx, id: string) => ctx.db.$executeRaw`
  UPDATE contacts SET deleted_at = ${ctx.now()}, deleted_by_id = ${ctx.actor.id || null}::uuid WHERE id = ${id}::uuid`;

/** Keeps what the merge made of the kept contact: an undo tells by it whether somebody changed it since. */
export const closeMerge = (ctx: Ctx, id: string, consentIds: string[]) => ctx.db.$executeRaw`
  UPDATE contact_merges m SET version = k.version,
    before = m.before || jsonb_build_object('after', to_jsonb(k), 'added', ${JSON.stringify(consentIds)}::jsonb)
  FROM contacts k WHERE k.id = m.kept_id AND m.id = ${id}::uuid`;

export interface StoredMerge {
  id: string;
  keptId: string;
  mergedId: string;
  createdAt: Date;
  /** Its rows are still kept, and it was not undone. */
  undoable: boolean;
  keptThere: boolean;
  /** Somebody changed the kept contact since. */
  changed: boolean;
}

/** A merge of contacts that the actor sees, were they not deleted. */
export async function mergeRow(ctx: Ctx, id: string): Promise<StoredMerge | null> {
  const either = (alias: string) =>
    Prisma.sql`(${recordScope(ctx.actor, alias)} OR ${recordScope(ctx.actor, alias, { deleted: true })})`;
  const rows = await ctx.db.$queryRaw<StoredMerge[]>`
    SELECT m.id, m.kept_id AS "keptId", m.merged_id AS "mergedId", m.created_at AS "createdAt",
      m.undone_at IS NULL AND m.before ? 'after' AND g.deleted_at IS NOT NULL AND g.anonymised_at IS NULL AS undoable,
      k.deleted_at IS NULL AS "keptThere", to_jsonb(k) - ${own} IS DISTINCT FROM (m.before -> 'after') - ${own} AS changed
    FROM contact_merges m JOIN contacts k ON k.id = m.kept_id JOIN contacts g ON g.id = m.merged_id
    WHERE m.id = ${id}::uuid AND ${either("k")} AND ${either("g")}`;
  return rows[0] ?? null;
}

/** Makes a contact's row again what it was: every column that was kept, generated ones aside. */
export async function restoreRow(ctx: Ctx, mergeId: string, which: "kept" | "merged"): Promise<void> {
  const rows = await ctx.db.$queryRaw<{ name: string }[]>`
    SELECT quote_ident(i.column_name) AS name FROM information_schema.columns i, contact_merges m
    WHERE i.table_schema = current_schema() AND i.table_name = 'contacts' AND i.is_generated = 'NEVER'
      AND m.id = ${mergeId}::uuid AND (m.before -> ${which}) ? i.column_name`;
  const named = Prisma.raw(rows.map(({ name }) => name).join(", "));
  const values = Prisma.raw(rows.map(({ name }) => `r.${name}`).join(", "));
  await ctx.db.$executeRaw`
    UPDATE contacts c SET (${named}) = ROW(${values})
    FROM contact_merges m, jsonb_populate_record(NULL::contacts, m.before -> ${which}) AS r
    WHERE m.id = ${mergeId}::uuid AND c.id = r.id`;
}

/** Takes away what the merge itself wrote: its line on the timeline and the consents that proved it. */
export async function removeTraces(ctx: Ctx, { id, keptId }: StoredMerge): Promise<void> {
  await ctx.db.$executeRaw`
    DELETE FROM audit_events WHERE contact_id = ${keptId}::uuid AND kind = 'contact.merged' AND data ->> 'mergeId' = ${id}`;
  await ctx.db.$executeRaw`
    DELETE FROM consents c USING contact_merges m
    WHERE m.id = ${id}::uuid AND c.id IN (SELECT value::uuid FROM jsonb_array_elements_text(m.before -> 'added'))`;
}

/** Who did what stays known; what the rows held is no longer needed. */
export const endMerge = (ctx: Ctx, id: string) => ctx.db.$executeRaw`
  UPDATE contact_merges SET undone_at = ${ctx.now()}, before = '{}' WHERE id = ${id}::uuid`;

/** Forgets what rows held that can't be undone any more. */
export const forgetMergesBefore = (ctx: Ctx, moment: Date) => ctx.db.$executeRaw`
  UPDATE contact_merges SET before = '{}' WHERE created_at < ${moment} AND before <> '{}'`;

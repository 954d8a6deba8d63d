import type { OpportunityStatus } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { Answers } from "@crm/fields";
import { emailKey } from "@crm/fields";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";
import { contactNameSql } from "../contact/contact.service.ts";
import type { OpportunityFacts, Person, Pipeline } from "./opportunity-facts.ts";

/** What an import reads and writes of an opportunity. */
export interface ImportedOpportunity {
  title: string;
  amount: number | null;
  expectedOn: string | null;
  notes: string;
  status: OpportunityStatus;
  statusOn: string;
  statusReason: string;
  remindOn: string | null;
  remindedAt: string | null;
  stageId: string | null;
  stageAt: string;
  ownerId: string | null;
  organisationId: string;
  answers: Answers;
}

export interface KnownOpportunity extends ImportedOpportunity {
  id: string;
  code: string;
  version: number;
  contactId: string;
  contactCode: string;
  contactEmail: string;
  ownerName: string | null;
  pipelineId: string;
  /** In the order of the progress bar. */
  reached: { stageId: string; reachedOn: string }[];
}

export interface NewOpportunity extends ImportedOpportunity {
  id: string;
  contactId: string;
  pipelineId: string;
  pipelineName: string;
}

/** A stage reached by an import, on a day. */
export interface Reached {
  opportunityId: string;
  stageId: string;
  reachedOn: string;
}

/** Types of opportunity with their stages, and everybody who may follow a record or does. */
export async function opportunityFacts(ctx: Ctx): Promise<OpportunityFacts> {
  const [pipelines, users] = [
    await ctx.db.$queryRaw<Pipeline[]>`
      SELECT p.id, p.name, p.archived_at IS NOT NULL AS archived,
        (SELECT coalesce(json_agg(json_build_object('id', s.id, 'label', s.label, 'position', s.position, 'archived', s.archived_at IS NOT NULL) ORDER BY s.position), '[]')
         FROM stages s WHERE s.pipeline_id = p.id) AS stages
      FROM pipelines p ORDER BY p.position, p.id`,
    await ctx.db.$queryRaw<Person[]>`
      SELECT u.id, trim(u.first_name || ' ' || u.last_name) AS name, u.email, u.organisation_id AS "organisationId",
             u.active AND u.crm_access AS assignable FROM users u ORDER BY u.id`,
  ];
  return { pipelines, users };
}

/** Types stay as they are until the transaction ends. */
export const holdPipelines = (ctx: Ctx) => ctx.db.$queryRaw`SELECT id FROM pipelines ORDER BY id FOR SHARE`;

const known = Prisma.sql`o.id, o.code, o.version, o.contact_id AS "contactId", c.code AS "contactCode", c.email AS "contactEmail",
  o.pipeline_id AS "pipelineId", o.title, o.amount::float8 AS amount, o.expected_on::text AS "expectedOn", o.notes,
  o.status::text AS status, o.status_on::text AS "statusOn", o.status_reason AS "statusReason", o.remind_on::text AS "remindOn",
  o.reminded_at::text AS "remindedAt", o.stage_id AS "stageId", o.stage_at::text AS "stageAt", o.owner_id AS "ownerId",
  o.organisation_id AS "organisationId", o.answers,
  (SELECT trim(u.first_name || ' ' || u.last_name) FROM users u WHERE u.id = o.owner_id) AS "ownerName",
  (SELECT coalesce(json_agg(json_build_object('stageId', r.stage_id, 'reachedOn', r.reached_on) ORDER BY s.position), '[]')
   FROM reached_stages r JOIN stages s ON s.id = r.stage_id WHERE r.opportunity_id = o.id) AS reached`;

/** The opportunities with these codes that the actor sees. `lock`: nobody else changes them until the transaction ends. */
export async function opportunitiesNamed(ctx: Ctx, codes: string[], { lock }: { lock: boolean }) {
  if (codes.length === 0) return [];
  if (lock)
    await ctx.db.$queryRaw`
      SELECT o.id FROM opportunities o WHERE o.code = ANY(${codes}) AND ${recordScope(ctx.actor, "o")} ORDER BY o.id FOR NO KEY UPDATE`;
  return ctx.db.$queryRaw<KnownOpportunity[]>`
    SELECT ${known} FROM opportunities o JOIN contacts c ON c.id = o.contact_id
    WHERE o.code = ANY(${codes}) AND ${recordScope(ctx.actor, "o")}`;
}

export interface ContactRef {
  id: string;
  code: string;
  email: string;
  name: string;
}

/** The contacts with these codes or e-mails that the actor sees, the oldest first. `lock`: none is deleted until the transaction ends. */
export async function contactsToLink(
  ctx: Ctx,
  { codes, emails }: { codes: string[]; emails: string[] },
  { lock }: { lock: boolean },
): Promise<ContactRef[]> {
  if (codes.length + emails.length === 0) return [];
  return ctx.db.$queryRaw<ContactRef[]>`
    SELECT c.id, c.code, c.email, ${contactNameSql("c")} AS name
    FROM contacts c WHERE (c.code = ANY(${codes}) OR email_key(c.email) = ANY(${emails.map(emailKey)})) AND ${recordScope(ctx.actor, "c")}
      AND c.anonymised_at IS NULL
    ORDER BY c.id ${lock ? Prisma.sql`FOR SHARE` : Prisma.empty}`;
}

const columns = Prisma.raw(
  "title, amount, expected_on, notes, status, status_on, status_reason, remind_on, reminded_at, stage_id, stage_at, owner_id, organisation_id, answers",
);
const recordset =
  Prisma.raw(`r(id uuid, "contactId" uuid, "pipelineId" uuid, title text, amount numeric, "expectedOn" date, notes text,
  status opportunity_status, "statusOn" date, "statusReason" text, "remindOn" date, "remindedAt" timestamptz, "stageId" uuid,
  "stageAt" timestamptz, "ownerId" uuid, "organisationId" uuid, answers jsonb)`);
const values =
  Prisma.raw(`r.title, r.amount, r."expectedOn", r.notes, r.status, r."statusOn", r."statusReason", r."remindOn",
  r."remindedAt", r."stageId", r."stageAt", r."ownerId", r."organisationId", r.answers`);

/** Adds opportunities; their codes follow the order given. */
export async function insertOpportunities(ctx: Ctx, rows: NewOpportunity[]): Promise<void> {
  if (rows.length === 0) return;
  await ctx.db.$executeRaw`
    INSERT INTO opportunities (id, contact_id, pipeline_id, ${columns}, created_at, updated_at)
    SELECT r.id, r."contactId", r."pipelineId", ${values}, ${ctx.now()}, ${ctx.now()}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS ${recordset}`;
}

/** Writes opportunities that were locked, whole. */
export async function updateOpportunities(ctx: Ctx, rows: { id: string }[]): Promise<void> {
  if (rows.length === 0) return;
  await ctx.db.$executeRaw`
    UPDATE opportunities o SET (${columns}) = ROW(${values}), version = o.version + 1, updated_at = ${ctx.now()}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS ${recordset} WHERE o.id = r.id`;
}

export async function insertReached(ctx: Ctx, rows: Reached[]): Promise<void> {
  if (rows.length === 0) return;
  await ctx.db.$executeRaw`
    INSERT INTO reached_stages (opportunity_id, stage_id, reached_on)
    SELECT r."opportunityId", r."stageId", r."reachedOn"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("opportunityId" uuid, "stageId" uuid, "reachedOn" date)`;
}

export async function deleteReached(ctx: Ctx, rows: { opportunityId: string; stageId: string }[]): Promise<void> {
  if (rows.length === 0) return;
  await ctx.db.$executeRaw`
    DELETE FROM reached_stages s USING jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("opportunityId" uuid, "stageId" uuid)
    WHERE s.opportunity_id = r."opportunityId" AND s.stage_id = r."stageId"`;
}

/** An opportunity that undoing takes up: as it is now, and what has come to hang on it. */
export type UndoneOpportunity = KnownOpportunity & { inUse: boolean; touched: boolean; seen: boolean };

/** The opportunities of these ids that are not in the bin, locked. */
export async function opportunitiesToUndo(ctx: Ctx, importId: string, ids: string[]): Promise<UndoneOpportunity[]> {
  await ctx.db.$queryRaw`
    SELECT o.id FROM opportunities o WHERE o.id = ANY(${ids}::uuid[]) ORDER BY o.id FOR UPDATE`;
  return ctx.db.$queryRaw<UndoneOpportunity[]>`
    SELECT ${known},
      EXISTS (SELECT FROM interactions i WHERE i.opportunity_id = o.id)
        OR EXISTS (SELECT FROM actions a WHERE a.opportunity_id = o.id) AS "inUse",
      EXISTS (SELECT FROM audit_events e WHERE e.opportunity_id = o.id
        AND NOT (e.kind = 'opportunity.imported' AND e.data ->> 'importId' = ${importId})) AS touched,
      (${recordScope(ctx.actor, "o")}) IS TRUE AS seen
    FROM opportunities o JOIN contacts c ON c.id = o.contact_id
    WHERE o.id = ANY(${ids}::uuid[]) AND o.deleted_at IS NULL ORDER BY o.id`;
}

/** Deletes opportunities that were made by mistake, and on which nothing hangs, with their history. */
export async function deleteOpportunities(ctx: Ctx, ids: string[]): Promise<void> {
  await ctx.db.$executeRaw`DELETE FROM audit_events WHERE opportunity_id = ANY(${ids}::uuid[])`;
  await ctx.db.$executeRaw`DELETE FROM opportunities WHERE id = ANY(${ids}::uuid[])`;
}

/** Code and title of opportunities that the actor sees. */
export const opportunityNames = (ctx: Ctx, ids: string[]) =>
  ctx.db.$queryRaw<{ id: string; code: string; name: string }[]>`
    SELECT o.id, o.code, o.title AS name FROM opportunities o
    WHERE o.id = ANY(${ids}::uuid[]) AND ${recordScope(ctx.actor, "o", { deleted: "either" })}`;

import {
  type OpportunityFilter,
  type OpportunityFilterField,
  type OpportunityQuery,
  opportunityFilterFields,
  type opportunitySorts,
  opportunityStatuses,
  type UserRef,
} from "@crm/contract";
import { Prisma } from "@crm/db";
import { dayBoundsOf, type Question } from "@crm/fields";
import type { z } from "zod";
import { recordScope } from "../../platform/access.ts";
import type { Actor, Ctx } from "../../platform/context.ts";
import { dayColumn, exactColumn, type FieldOperands, figureColumn, textColumn } from "../../platform/criterion.ts";
import { importedWhere } from "../../platform/imported.ts";
import type { SortColumn } from "../../platform/keyset.ts";
import { countOf } from "../../platform/page-query.ts";
import { type Groups, groupColumns } from "../../platform/page-walk.ts";
import { type Found, searchFor } from "../../platform/search.ts";
import { pageOrNear } from "../../platform/search-page.ts";
import { rankingOf } from "../../platform/search-ranking.ts";
import { type AuditRow, auditEventsSql } from "../audit/audit.service.ts";
import { opportunityFound, shownColumn, shownNameSql } from "../contact/contact.service.ts";
import { pipelinesByName, stagesInOrder } from "../pipeline/pipeline.service.ts";
import {
  answerOrder,
  answerWhere,
  contactAnswerWhere,
  filterWhere,
  shownAnswers,
} from "../question/question.service.ts";
import { ownersByName } from "../user/user.service.ts";

/** A row of a list, as the database gives it. */
export interface OpportunityListRow {
  id: string;
  code: string;
  title: string;
  status: "open" | "won" | "lost" | "postponed" | "other";
  statusOn: string;
  contactId: string;
  contactName: string;
  pipelineId: string;
  stageId: string | null;
  amount: number | null;
  expectedOn: string | null;
  owner: UserRef | null;
  answers: Record<string, unknown>;
  createdAt: Date;
}

export interface OpportunityDetailRow extends OpportunityListRow {
  notes: string;
  statusReason: string;
  remindOn: string | null;
  reached: { stageId: string; reachedOn: string }[];
  nextStageId: string | null;
  version: number;
  updatedAt: Date;
  organisationId: string;
}

const listed = (actor: Actor) => Prisma.sql`
  o.id, o.code, o.title, o.status::text AS status, o.status_on::text AS "statusOn",
  o.contact_id AS "contactId", ${shownNameSql(actor, "c")} AS "contactName",
  o.pipeline_id AS "pipelineId", o.stage_id AS "stageId", o.amount::float8 AS amount,
  o.expected_on::text AS "expectedOn",
  CASE WHEN u.id IS NOT NULL THEN json_build_object(
    'id', u.id, 'name', trim(u.first_name || ' ' || u.last_name), 'active', u.active, 'photoId', u.photo_id) END AS owner,
  o.created_at AS "createdAt"`;

const joined = Prisma.sql`JOIN contacts c ON c.id = o.contact_id LEFT JOIN users u ON u.id = o.owner_id`;

const is = (column: string, value: string | undefined): Prisma.Sql[] => {
  if (value === undefined) return [];
  const name = Prisma.raw(column);
  return [value === "none" ? Prisma.sql`${name} IS NULL` : Prisma.sql`${name} = ${value}::uuid`];
};

const moment = { type: "date-time", config: {} } as const;

const reasonKey = `(sort_key(o.status_reason) COLLATE "C")`;

/** The built-in fields that a filter may name, as columns; those with an index are compared by what it is on. */
const operands: FieldOperands<OpportunityFilterField> = {
  title: textColumn("o.title", "o.title_key"),
  status: exactColumn("o.status", "opportunity_status"),
  statusReason: {
    ...textColumn("trim(o.status_reason)", reasonKey),
    // What its index is limited to is said, or it would not serve.
    is: (value) => Prisma.sql`(o.status_reason <> '' AND ${Prisma.raw(reasonKey)} = sort_key(${value}))`,
  },
  statusOn: dayColumn("o.status_on", "date", (day) => dayBoundsOf({ type: "date", config: {} }, day)),
  stage: exactColumn("o.stage_id", "uuid"),
  pipeline: exactColumn("o.pipeline_id", "uuid"),
  amount: figureColumn("o.amount"),
  expectedOn: dayColumn("o.expected_on", "date", (day) => dayBoundsOf({ type: "date", config: {} }, day)),
  owner: exactColumn("o.owner_id", "uuid"),
  organisation: exactColumn("o.organisation_id", "uuid"),
  createdAt: dayColumn("o.created_at", "timestamptz", (day) => dayBoundsOf(moment, day)),
};

/** « A atteint l'étape »: it stands on it, or on one behind it on the same bar. */
const reachedStage = (stageId: string) => Prisma.sql`o.stage_id IN (
  SELECT s.id FROM stages s JOIN stages from_stage ON from_stage.pipeline_id = s.pipeline_id AND s.position >= from_stage.position
  WHERE from_stage.id = ${stageId}::uuid)`;

/** What a filter may ask about: the questions of opportunities, and those of their contacts. */
interface Asked {
  questions: Question[];
  contactQuestions: Question[];
}

/** The one meaning of a filter, for list, count, export and reports: a condition on `opportunities o`. */
export function opportunityWhere(
  actor: Actor,
  filter: OpportunityFilter,
  { questions, contactQuestions }: Asked,
  found: Found | null = searchFor(filter.search),
): Prisma.Sql {
  const { status, stageId, ownerId, pipelineId, contactId, filter: tree } = filter;
  const { createdFrom, createdTo, reachedStageId, importId, answers = [], contactAnswers = [] } = filter;
  const conditions = [
    recordScope(actor, "o"),
    found ? opportunityFound(actor, found) : Prisma.sql`TRUE`,
    ...(status ? [Prisma.sql`o.status = ${status}::opportunity_status`] : []),
    ...is("o.stage_id", stageId),
    ...is("o.owner_id", ownerId),
    ...is("o.pipeline_id", pipelineId),
    ...is("o.contact_id", contactId),
    ...(createdFrom ? [Prisma.sql`o.created_at >= ${dayBoundsOf(moment, createdFrom).from}::timestamptz`] : []),
    ...(createdTo ? [Prisma.sql`o.created_at < ${dayBoundsOf(moment, createdTo).before}::timestamptz`] : []),
    ...(reachedStageId ? [reachedStage(reachedStageId)] : []),
    ...(importId ? [importedWhere("o.id", importId)] : []),
    answerWhere("o.answers", questions, answers),
    contactAnswerWhere(actor, contactQuestions, contactAnswers),
    filterWhere({ column: "o.answers", questions, fields: opportunityFilterFields, operands }, tree),
  ];
  return Prisma.join(conditions, " AND ");
}

const createdAt = { sql: "o.created_at", cast: "timestamptz" } as const;
const sorts = {
  createdAt: [createdAt],
  title: [{ sql: "o.title_key", cast: "text", empty: "mark" }],
  contact: [{ sql: '(sort_key(o.contact_text) COLLATE "C")', cast: "text", empty: "mark" }],
  status: [{ sql: "o.status", cast: "opportunity_status", values: opportunityStatuses }, createdAt],
  statusOn: [{ sql: "o.status_on", cast: "date" }],
  amount: [{ sql: "o.amount", cast: "numeric", empty: "null" }],
  expectedOn: [{ sql: "o.expected_on", cast: "date", empty: "null" }],
  code: [{ sql: "o.code", cast: "text" }],
  stageAt: [{ sql: "o.stage_at", cast: "timestamptz" }],
} as const satisfies Partial<Record<(typeof opportunitySorts)[number], readonly Omit<SortColumn, "direction">[]>>;
/** Sorts by the name of something else, then by the date of creation, as the index on it goes. */
const groups = {
  owner: ownersByName("o.owner_id"),
  stage: stagesInOrder("o.stage_id"),
  type: pipelinesByName("o.pipeline_id"),
} as const satisfies Record<Exclude<(typeof opportunitySorts)[number], keyof typeof sorts>, Groups>;
const isColumn = (sort: string): sort is keyof typeof sorts => Object.hasOwn(sorts, sort);
const isGroup = (sort: string): sort is keyof typeof groups => Object.hasOwn(groups, sort);

/** What a list is sorted by: the chosen column, or the answers to a question as their index goes; then the id, so that no two rows tie. */
function sortColumns(
  actor: Actor,
  {
    sort = "createdAt",
    direction = sort === "createdAt" || sort === "stageAt" ? "desc" : "asc",
  }: z.output<typeof OpportunityQuery>,
  questions: Question[],
): SortColumn[] {
  const id = { sql: "o.id", cast: "uuid", direction };
  if (isGroup(sort)) return groupColumns(direction, [{ ...createdAt, direction }, id]);
  const columns = isColumn(sort)
    ? sorts[sort].map((column) => ({ ...column, sql: shownColumn(actor, column.sql) }))
    : [answerOrder("o.answers", questions, sort), { sql: "o.title_key", cast: "text" }];
  return [...columns.map((column) => ({ ...column, direction })), id];
}

const table = Prisma.sql`opportunities o`;

/**
 * A page of opportunities, its cursor and, on the first page of a search, the count, in one statement. The best match of a
 * search comes first, unless another order is asked for; what resembles it, when nothing is it.
 */
export function opportunityPage(ctx: Ctx, query: z.output<typeof OpportunityQuery>, asked: Asked) {
  const { search = "", sort, direction } = query;
  const chosen = sort !== undefined || direction !== undefined;
  return pageOrNear<OpportunityListRow>(ctx, search, {
    select: Prisma.sql`${listed(ctx.actor)}, ${shownAnswers("o.answers", asked.questions)} AS answers`,
    joins: joined,
    where: (found) => opportunityWhere(ctx.actor, query, asked, found),
    columns: sortColumns(ctx.actor, query, asked.questions),
    groups: sort !== undefined && isGroup(sort) ? groups[sort] : undefined,
    // As the board's index goes.
    fixed: sort === "stageAt" && query.stageId !== undefined ? "o.stage_id" : undefined,
    ranking: chosen ? null : rankingOf({ alias: "o", name: "title_key", words: ctx.actor.scope === "all" }, search),
    ...{ table, after: query.after, size: query.size },
  });
}

/** The number of opportunities that a filter finds, at most `countCap` unless `exact`. */
export const opportunityCount = (ctx: Ctx, filter: OpportunityFilter, asked: Asked, exact: boolean) =>
  countOf(ctx.reader, table, opportunityWhere(ctx.actor, filter, asked), exact);

const whole = (actor: Actor) => Prisma.sql`
  ${listed(actor)}, o.answers, o.notes, o.status_reason AS "statusReason", o.remind_on::text AS "remindOn", o.version, o.updated_at AS "updatedAt", o.organisation_id AS "organisationId",
  (SELECT coalesce(json_agg(json_build_object('stageId', r.stage_id, 'reachedOn', r.reached_on) ORDER BY s.position), '[]')
   FROM reached_stages r JOIN stages s ON s.id = r.stage_id WHERE r.opportunity_id = o.id) AS reached,
  (SELECT s.id FROM stages s
   WHERE s.pipeline_id = o.pipeline_id AND s.archived_at IS NULL
     AND s.position > coalesce((SELECT last.position FROM stages last WHERE last.id = o.stage_id), -1)
   ORDER BY s.position LIMIT 1) AS "nextStageId"`;

/** An opportunity, whoever may see it: for the command that has just found and locked it. */
export async function opportunityRow(ctx: Ctx, id: string): Promise<OpportunityDetailRow | null> {
  const [row] = await ctx.db.$queryRaw<OpportunityDetailRow[]>`
    SELECT ${whole(ctx.actor)} FROM opportunities o ${joined} WHERE o.id = ${id}::uuid`;
  return row ?? null;
}

/** An opportunity that the actor sees, with the first `size` events of its timeline, in one round trip. */
export async function opportunityCard(
  ctx: Ctx,
  id: string,
  size: number,
): Promise<(OpportunityDetailRow & { events: AuditRow[] }) | null> {
  const [row] = await ctx.db.$queryRaw<(OpportunityDetailRow & { events: AuditRow[] })[]>`
    SELECT ${whole(ctx.actor)},
      (SELECT coalesce(json_agg(e), '[]') FROM (${auditEventsSql(ctx.actor, { opportunityId: id }, undefined, size)}) e) AS events
    FROM opportunities o ${joined}
    WHERE o.id = ${id}::uuid AND ${recordScope(ctx.actor, "o")}`;
  return row ?? null;
}

/** Whether the actor sees it. */
export async function opportunityVisible(ctx: Ctx, id: string): Promise<boolean> {
  const rows = await ctx.reader.$queryRaw<unknown[]>`
    SELECT 1 FROM opportunities o WHERE o.id = ${id}::uuid AND ${recordScope(ctx.actor, "o")}`;
  return rows.length > 0;
}

/** Its type, which never changes; null when the actor does not see it. */
export async function pipelineIdOf(ctx: Ctx, id: string): Promise<string | null> {
  const [row] = await ctx.db.$queryRaw<{ pipelineId: string }[]>`
    SELECT o.pipeline_id AS "pipelineId" FROM opportunities o WHERE o.id = ${id}::uuid AND ${recordScope(ctx.actor, "o")}`;
  return row?.pipelineId ?? null;
}

/** Marks a stage as reached on a day, and as the one on which the opportunity stands from now on. */
export const writeReachedStage = (ctx: Ctx, id: string, stageId: string, on: string) =>
  ctx.db.$executeRaw`
    WITH reached AS (
      INSERT INTO reached_stages (opportunity_id, stage_id, reached_on) VALUES (${id}::uuid, ${stageId}::uuid, ${on}::date)
    ) UPDATE opportunities SET stage_id = ${stageId}::uuid, stage_at = ${ctx.now()}, updated_at = ${ctx.now()} WHERE id = ${id}::uuid`;

/** Keeps anyone else from changing it until the transaction ends; false when the actor does not see it. */
export async function lockOpportunity(ctx: Ctx, id: string): Promise<boolean> {
  const rows = await ctx.db.$queryRaw<unknown[]>`
    SELECT 1 FROM opportunities o WHERE o.id = ${id}::uuid AND ${recordScope(ctx.actor, "o")} FOR UPDATE`;
  return rows.length > 0;
}

/** Postponed opportunities whose day has come and whose owner is there: marked as told, so that nobody else tells again. */
export const claimReminders = (ctx: Ctx, day: string, limit: number) =>
  ctx.db.$queryRaw<{ id: string; title: string; reason: string; ownerId: string }[]>`
    WITH due AS MATERIALIZED (
      SELECT o.id FROM opportunities o JOIN users u ON u.id = o.owner_id AND u.active
      WHERE o.remind_on <= ${day}::date AND o.reminded_at IS NULL AND o.status = 'postponed' AND o.deleted_at IS NULL
      ORDER BY o.remind_on, o.id LIMIT ${limit} FOR NO KEY UPDATE OF o SKIP LOCKED)
    UPDATE opportunities o SET reminded_at = ${ctx.now()} FROM due WHERE o.id = due.id
    RETURNING o.id, o.title, o.status_reason AS reason, o.owner_id AS "ownerId"`;

import type { ActionCounts, ActionFilter, ActionGroup, ActionIcon, ActionQuery, UserRef } from "@crm/contract";
import { countCap } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { z } from "zod";
import { recordScope } from "../../platform/access.ts";
import type { Actor, Ctx } from "../../platform/context.ts";
import { pageOf, toCount } from "../../platform/page-query.ts";
import { shownNameSql } from "../contact/contact.service.ts";
import { bordersOf } from "./action-moment.ts";

/** An action as the database gives it to one actor. */
export interface ActionRow {
  id: string;
  type: { id: string; label: string; icon: ActionIcon };
  dueAt: Date;
  allDay: boolean;
  text: string;
  contactId: string;
  contact: { id: string; name: string; open: boolean } | null;
  opportunityId: string | null;
  opportunity: { id: string; title: string } | null;
  owner: UserRef | null;
  organisationId: string;
  doneAt: Date | null;
  report: string;
  version: number;
}

/** Actions (alias a) with what they are about. */
export const actionTable = Prisma.sql`actions a JOIN contacts c ON c.id = a.contact_id LEFT JOIN opportunities o ON o.id = a.opportunity_id`;
/** Whose contact or opportunity is in the bin is out of sight with it. */
const kept = Prisma.sql`c.deleted_at IS NULL AND o.deleted_at IS NULL`;

/** Whose name an action tells: that of a contact which the actor sees, or whose opportunity he sees. */
const selected = (actor: Actor) => {
  const sees = recordScope(actor, "c");
  const seesOpportunity = Prisma.sql`o.id IS NOT NULL AND ${recordScope(actor, "o")}`;
  return Prisma.sql`
    a.id, json_build_object('id', t.id, 'label', t.label, 'icon', t.icon) AS type, a.due_at AS "dueAt", a.all_day AS "allDay", a.text,
    a.contact_id AS "contactId", a.opportunity_id AS "opportunityId", a.organisation_id AS "organisationId",
    CASE WHEN (${sees}) OR (${seesOpportunity}) THEN json_build_object('id', c.id, 'open', coalesce(${sees}, FALSE), 'name', ${shownNameSql(actor, "c")}) END AS contact,
    CASE WHEN ${seesOpportunity} THEN json_build_object('id', o.id, 'title', o.title) END AS opportunity,
    CASE WHEN u.id IS NOT NULL THEN json_build_object(
      'id', u.id, 'name', trim(u.first_name || ' ' || u.last_name), 'active', u.active, 'photoId', u.photo_id) END AS owner,
    a.done_at AS "doneAt", a.report, a.version`;
};

const joined = Prisma.sql`JOIN action_types t ON t.id = a.type_id LEFT JOIN users u ON u.id = a.owner_id`;

/** What of a group is due, by its borders. */
function within(group: ActionGroup, now: Date): Prisma.Sql {
  const { tomorrow, nextWeek } = bordersOf(now);
  switch (group) {
    case "late":
      return Prisma.sql`a.due_at < ${now}`;
    case "today":
      return Prisma.sql`a.due_at >= ${now} AND a.due_at < ${tomorrow}`;
    case "week":
      return Prisma.sql`a.due_at >= ${tomorrow} AND a.due_at < ${nextWeek}`;
    case "later":
      return Prisma.sql`a.due_at >= ${nextWeek}`;
  }
}

/** Whether the actor sees what an action stands on: a contact of which he does not see the opportunity is not enough. */
const seesTarget = (actor: Actor) => Prisma.sql`
  ((o.id IS NOT NULL AND ${recordScope(actor, "o")}) OR (o.id IS NULL AND ${recordScope(actor, "c")}))`;

/**
 * The one meaning of a filter. Of a contact or an opportunity that the caller has seen to be visible, all its actions, as its
 * timeline tells them: without those on an opportunity out of his sight, but his own; else those in the actor's scope.
 */
function actionWhere(
  ctx: Ctx,
  { ownerId, contactId, opportunityId }: ActionFilter,
  state: "open" | "done",
): Prisma.Sql {
  const { actor } = ctx;
  const conditions = [
    contactId || opportunityId
      ? Prisma.sql`a.deleted_at IS NULL AND ((${recordScope(actor, "a")}) OR ${seesTarget(actor)})`
      : recordScope(actor, "a"),
    Prisma.raw(state === "open" ? "a.done_at IS NULL" : "a.done_at IS NOT NULL"),
    kept,
  ];
  if (ownerId) conditions.push(Prisma.sql`a.owner_id = ${ownerId === "me" ? actor.id : ownerId}::uuid`);
  if (contactId) conditions.push(Prisma.sql`a.contact_id = ${contactId}::uuid`);
  if (opportunityId) conditions.push(Prisma.sql`a.opportunity_id = ${opportunityId}::uuid`);
  return Prisma.join(conditions, " AND ");
}

/** The actions of `actionTable` in the actor's scope, as lists count them: done, or still to do and late. */
export const actionsWhere = (ctx: Ctx, state: "done" | "late"): Prisma.Sql =>
  state === "done"
    ? actionWhere(ctx, {}, "done")
    : Prisma.sql`${actionWhere(ctx, {}, "open")} AND ${within("late", ctx.now())}`;

/** A page: what is to do, the earliest first; what is done, the latest first. */
export function actionPage(ctx: Ctx, { state, group, after, size, ...filter }: z.output<typeof ActionQuery>) {
  const direction = state === "open" ? "asc" : "desc";
  const where = actionWhere(ctx, filter, state);
  return pageOf<ActionRow>(ctx.reader, {
    ...{ select: selected(ctx.actor), table: actionTable, joins: joined, after, size, searching: false },
    where: group ? Prisma.sql`${where} AND ${within(group, ctx.now())}` : where,
    columns: [
      { sql: state === "open" ? "a.due_at" : "a.done_at", cast: "timestamptz", direction },
      { sql: "a.id", cast: "uuid", direction },
    ],
  });
}

/** How many are to do, by when; each at most `countCap`. */
export async function actionCounts(ctx: Ctx, filter: ActionFilter): Promise<ActionCounts> {
  const where = actionWhere(ctx, filter, "open");
  const count = (group: ActionGroup) => Prisma.sql`
    (SELECT count(*)::int FROM (SELECT 1 FROM ${actionTable} WHERE ${where} AND ${within(group, ctx.now())} LIMIT ${countCap + 1}) AS found)`;
  const rows = await ctx.reader.$queryRaw<[Record<ActionGroup, number>]>`
    SELECT ${count("late")} AS late, ${count("today")} AS today, ${count("week")} AS week, ${count("later")} AS later`;
  const { late, today, week, later } = rows[0];
  return { late: toCount(late), today: toCount(today), week: toCount(week), later: toCount(later) };
}

/** Which single actions the actor reaches: his own by scope, and those whose target he sees. */
const reached = (actor: Actor, { deleted }: { deleted: boolean }) => Prisma.sql`
  ${kept} AND (${recordScope(actor, "a", { deleted })}
    OR (a.deleted_at IS ${Prisma.raw(deleted ? "NOT NULL" : "NULL")} AND ${seesTarget(actor)}))`;

/** Keeps anyone else from changing it until the transaction ends; false when the actor does not reach it. */
export async function lockAction(ctx: Ctx, id: string, { deleted = false } = {}): Promise<boolean> {
  const rows = await ctx.db.$queryRaw<unknown[]>`
    SELECT 1 FROM ${actionTable} WHERE a.id = ${id}::uuid AND ${reached(ctx.actor, { deleted })} FOR UPDATE OF a`;
  return rows.length > 0;
}

/** Whether the actor reaches it. */
export async function actionReached(ctx: Ctx, id: string): Promise<boolean> {
  const rows = await ctx.db.$queryRaw<unknown[]>`
    SELECT 1 FROM ${actionTable} WHERE a.id = ${id}::uuid AND ${reached(ctx.actor, { deleted: false })}`;
  return rows.length > 0;
}

/** An action as the actor may see it, whoever he is: for the command that has just found it. */
export async function actionRow(ctx: Ctx, id: string): Promise<ActionRow | null> {
  const [row] = await ctx.db.$queryRaw<ActionRow[]>`
    SELECT ${selected(ctx.actor)} FROM ${actionTable} ${joined} WHERE a.id = ${id}::uuid`;
  return row ?? null;
}

/** An opportunity's contact, if the actor sees the opportunity. */
export async function contactOfOpportunity(ctx: Ctx, id: string): Promise<string | null> {
  const [row] = await ctx.db.$queryRaw<{ contactId: string }[]>`
    SELECT o.contact_id AS "contactId" FROM opportunities o
    WHERE o.id = ${id}::uuid AND ${recordScope(ctx.actor, "o")}`;
  return row?.contactId ?? null;
}

/** What one person has to do, in the order of days, for his calendar. */
export const calendarRows = (ctx: Ctx, since: Date, limit: number) => ctx.db.$queryRaw<ActionRow[]>`
  SELECT ${selected(ctx.actor)} FROM ${actionTable} ${joined}
  WHERE a.owner_id = ${ctx.actor.id}::uuid AND a.deleted_at IS NULL AND a.done_at IS NULL AND a.due_at >= ${since} AND ${kept}
  ORDER BY a.due_at, a.id LIMIT ${limit}`;

/** Empties what actions say of anonymised contacts, and deletes those that were still to do. Gives how many said something. */
export async function eraseActionRows(ctx: Ctx, contactIds: string[]): Promise<number> {
  const rows = await ctx.db.$queryRaw<[{ told: number }]>`
    WITH before AS (SELECT count(*)::int AS told FROM actions WHERE contact_id = ANY(${contactIds}::uuid[]) AND (text <> '' OR report <> '')),
    emptied AS (
      UPDATE actions SET text = '', report = '', version = version + 1, updated_at = ${ctx.now()},
        deleted_at = CASE WHEN done_at IS NULL THEN coalesce(deleted_at, ${ctx.now()}) ELSE deleted_at END
      WHERE contact_id = ANY(${contactIds}::uuid[]))
    SELECT told FROM before`;
  return rows[0].told;
}

/** How much a user has to do, as « À traiter » shows it to him. */
export async function openActionCount(ctx: Ctx, ownerId: string): Promise<number> {
  const rows = await ctx.db.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM ${actionTable}
    WHERE a.owner_id = ${ownerId}::uuid AND a.deleted_at IS NULL AND a.done_at IS NULL AND ${kept}`;
  return rows[0].count;
}

/** Gives what a user had still to do to another one, who is reminded of what is still to come; what is out of sight too. */
export const giveActionRows = (ctx: Ctx, fromId: string, to: { id: string; organisationId: string }) =>
  ctx.db.$queryRaw<{ id: string; contactId: string; opportunityId: string | null; type: string }[]>`
    UPDATE actions a SET owner_id = ${to.id}::uuid, organisation_id = ${to.organisationId}::uuid, version = a.version + 1,
      updated_at = ${ctx.now()}
    FROM action_types t
    WHERE t.id = a.type_id AND a.owner_id = ${fromId}::uuid AND a.done_at IS NULL AND a.deleted_at IS NULL
    RETURNING a.id, a.contact_id AS "contactId", a.opportunity_id AS "opportunityId", t.label AS type`;

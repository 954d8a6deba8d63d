import {
  type ContactFilter,
  type ContactQuery,
  type ContactRow,
  type ContactView,
  countCap,
  emailValidities,
  type OpportunityRow,
} from "@crm/contract";
import { Prisma } from "@crm/db";
import type { Question } from "@crm/fields";
import type { z } from "zod";
import { recordScope } from "../../platform/access.ts";
import type { Actor, Ctx } from "../../platform/context.ts";
import { behind, encodeCursor, orderBy, type SortColumn } from "../../platform/keyset.ts";
import { searchWhere } from "../../platform/search.ts";
import { type AuditRow, auditEventsSql } from "../audit/audit.service.ts";
import { answerWhere } from "../question/question.service.ts";

/** Which contacts (alias c): the one condition that list, count, export and reports share. Scope included. */
function contactWhere(actor: Actor, filter: ContactFilter, questions: Question[]): Prisma.Sql {
  const { search, ownerId, emailValidity, answers = [] } = filter;
  const conditions = [
    recordScope(actor, "c"),
    searchWhere("c.search", search),
    answerWhere("c.answers", questions, answers),
  ];
  if (ownerId !== undefined)
    conditions.push(ownerId === "none" ? Prisma.sql`c.owner_id IS NULL` : Prisma.sql`c.owner_id = ${ownerId}::uuid`);
  if (emailValidity !== undefined) conditions.push(Prisma.sql`c.email_validity = ${emailValidity}::email_validity`);
  return Prisma.join(conditions, " AND ");
}

const userRef = (alias: string) =>
  Prisma.raw(`CASE WHEN ${alias}.id IS NOT NULL THEN json_build_object(
  'id', ${alias}.id, 'name', trim(${alias}.first_name || ' ' || ${alias}.last_name), 'active', ${alias}.active, 'photoId', ${alias}.photo_id) END`);

/** The answers of a row to the questions marked « Afficher dans la recherche ». */
const searchAnswers = (alias: string, record: "contact" | "opportunity") =>
  Prisma.raw(`coalesce((
  SELECT jsonb_object_agg(q.id, ${alias}.answers -> q.id::text) FROM questions q
  WHERE q.record = '${record}' AND q.in_search AND q.archived_at IS NULL AND ${alias}.answers ? q.id::text), '{}')`);

const essentials =
  Prisma.raw(`c.id, c.code, c.title, c.last_name AS "lastName", c.first_name AS "firstName", c.company, c.email,
  c.email_validity::text AS "emailValidity", c.phone, c.mobile, c.city, c.created_at AS "createdAt"`);
const whole =
  Prisma.raw(`c.address, c.postal_code AS "postalCode", c.country, c.notes, c.answers, c.version, c.updated_at AS "updatedAt",
  c.owner_id AS "ownerId", c.organisation_id AS "organisationId"`);

/** A row of the list as the database gives it. */
export type ListedContact = Omit<ContactRow, "createdAt"> & { createdAt: Date };
/** A whole contact as the database gives it, with what its visibility depends on. */
export type StoredContact = Omit<ContactView, "createdAt" | "updatedAt" | "can"> & {
  createdAt: Date;
  updatedAt: Date;
  ownerId: string | null;
  organisationId: string;
};
/** A contact with its newest opportunities and the first page of its timeline. */
export type StoredCard = StoredContact & { opportunities: OpportunityRow[]; events: AuditRow[] };

const sortColumns = {
  createdAt: [["c.created_at", "timestamptz"]],
  name: [["c.name_key", "text"]],
  company: [["c.company_key", "text"]],
  emailValidity: [
    ["c.email_validity", "email_validity"],
    ["c.created_at", "timestamptz"],
  ],
} as const satisfies Record<z.output<typeof ContactQuery>["sort"], readonly (readonly [sql: string, cast: string])[]>;

function columnsOf({
  sort,
  direction = sort === "createdAt" ? "desc" : "asc",
}: z.output<typeof ContactQuery>): SortColumn[] {
  return [...sortColumns[sort], ["c.id", "uuid"] as const].map(([sql, cast]) => ({
    ...{ sql, cast, direction },
    ...(cast === "email_validity" ? { values: emailValidities } : {}),
  }));
}

/**
 * A page of contacts, its cursor and, on the first page, the count (at most `countCap` + 1), in one statement.
 *
 * A search or a filter on answers may have no index in the order asked for: it runs once, for the count and the rows. The
 * other filters each have an index: rows and count are read apart, and neither reads more than it gives.
 */
export async function contactPage(ctx: Ctx, query: z.output<typeof ContactQuery>, questions: Question[]) {
  const { after, size } = query;
  const where = contactWhere(ctx.actor, query, questions);
  const columns = columnsOf(query);
  const counted = after === undefined;
  const onePass = counted && Boolean(query.search || query.answers?.length);
  const keys = columns.map(({ direction, cast }, i) => ({ sql: `k.s${i}`, direction, cast }));
  const count = onePass
    ? Prisma.sql`(SELECT count(*) FROM k)`
    : counted
      ? Prisma.sql`(SELECT count(*) FROM (SELECT 1 FROM contacts c WHERE ${where} LIMIT ${countCap + 1}) AS n)`
      : Prisma.sql`NULL`;
  const rows = await ctx.reader.$queryRaw<(ListedContact & { cursor: string[]; total: number | null })[]>`
    WITH k AS MATERIALIZED (
      SELECT ${Prisma.raw(columns.map(({ sql }, i) => `${sql} AS s${i}`).join(", "))} FROM contacts c
      WHERE ${where} AND ${behind(after, columns)} ORDER BY ${orderBy(columns)} LIMIT ${onePass ? countCap + 1 : size + 1}
    )
    SELECT ${essentials}, ${searchAnswers("c", "contact")} AS answers, ${userRef("u")} AS owner,
           ARRAY[${Prisma.raw(keys.map(({ sql }) => `${sql}::text`).join(", "))}] AS cursor, (${count})::int AS total
    FROM (SELECT * FROM k ORDER BY ${orderBy(keys)} LIMIT ${size + 1}) AS k
    JOIN contacts c ON c.id = k.s${Prisma.raw(String(columns.length - 1))}
    LEFT JOIN users u ON u.id = c.owner_id
    ORDER BY ${orderBy(keys)}`;
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return {
    rows: shown,
    next: last && rows.length > size ? encodeCursor(last.cursor) : null,
    // Without a row there is nothing to count.
    total: counted ? (rows[0]?.total ?? 0) : null,
  };
}

/** The exact number of contacts that a filter finds. */
export async function contactCount(ctx: Ctx, filter: ContactFilter, questions: Question[]): Promise<number> {
  const rows = await ctx.reader.$queryRaw<[{ value: number }]>`
    SELECT count(*)::int AS value FROM contacts c WHERE ${contactWhere(ctx.actor, filter, questions)}`;
  return rows[0].value;
}

/** A whole contact, if the actor sees it. `lock`: nobody else changes it until the transaction ends. */
export async function contactRow(ctx: Ctx, id: string, { lock = false } = {}): Promise<StoredContact | null> {
  const rows = await ctx.db.$queryRaw<StoredContact[]>`
    SELECT ${essentials}, ${whole}, ${userRef("u")} AS owner
    FROM contacts c LEFT JOIN users u ON u.id = c.owner_id
    WHERE c.id = ${id}::uuid AND ${recordScope(ctx.actor, "c")}
    ${lock ? Prisma.sql`FOR UPDATE OF c` : Prisma.empty}`;
  return rows[0] ?? null;
}

/** A contact's card in one round trip. `size` opportunities at most; events one more than `size`, to tell of a next page. */
export async function contactCard(ctx: Ctx, id: string, size: number): Promise<StoredCard | null> {
  const { actor } = ctx;
  const visible = actor.permissions.has("opportunity:read") ? recordScope(actor, "o") : Prisma.sql`FALSE`;
  const rows = await ctx.db.$queryRaw<StoredCard[]>`
    SELECT ${essentials}, ${whole}, ${userRef("u")} AS owner,
      (SELECT coalesce(json_agg(o), '[]') FROM (
        SELECT o.id, o.code, o.title, o.status, o.status_on AS "statusOn", o.pipeline_id AS "pipelineId", o.stage_id AS "stageId", o.amount,
               json_build_object('id', c.id, 'name', ${contactNameSql}) AS contact,
               ${userRef("w")} AS owner, ${searchAnswers("o", "opportunity")} AS answers, o.created_at AS "createdAt"
        FROM opportunities o LEFT JOIN users w ON w.id = o.owner_id
        WHERE o.contact_id = ${id}::uuid AND ${visible}
        ORDER BY o.created_at DESC, o.id DESC LIMIT ${size}) AS o) AS opportunities,
      (SELECT coalesce(json_agg(e), '[]') FROM (${auditEventsSql({ contactId: id }, undefined, size + 1)}) AS e) AS events
    FROM contacts c LEFT JOIN users u ON u.id = c.owner_id
    WHERE c.id = ${id}::uuid AND ${recordScope(actor, "c")}`;
  return rows[0] ?? null;
}

/** What a contact (alias c) is called: its name, else its company, else its e-mail. */
const contactNameSql = Prisma.raw(
  "coalesce(nullif(trim(c.first_name || ' ' || c.last_name), ''), nullif(c.company, ''), c.email)",
);

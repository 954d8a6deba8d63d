import {
  type ContactFilter,
  type ContactQuery,
  type ContactRow,
  type ContactView,
  contactFilterFields,
  type contactSorts,
  emailValidities,
  type OpportunityRow,
} from "@crm/contract";
import { Prisma } from "@crm/db";
import { emailKey, type Question } from "@crm/fields";
import type { z } from "zod";
import { recordScope } from "../../platform/access.ts";
import type { Actor, Ctx } from "../../platform/context.ts";
import { importedWhere } from "../../platform/imported.ts";
import type { SortColumn } from "../../platform/keyset.ts";
import { countOf } from "../../platform/page-query.ts";
import { groupColumns } from "../../platform/page-walk.ts";
import { type Found, searchFor } from "../../platform/search.ts";
import { pageOrNear } from "../../platform/search-page.ts";
import { rankingOf } from "../../platform/search-ranking.ts";
import { type AuditRow, auditEventsSql, eventsSql, type Happening } from "../audit/audit.service.ts";
import { consentsOfNewSql, suppressedConsents } from "../consent/suppression.service.ts";
import { answerOrder, answerWhere, filterWhere, shownAnswers } from "../question/question.service.ts";
import { selectedWhere } from "../selection/selection.service.ts";
import { ownersByName } from "../user/user.service.ts";
import { contactOperands } from "./contact-filter.queries.ts";
import { contactNameSql } from "./contact-name.queries.ts";

/** Which contacts (alias c): the one condition that list, count, bulk changes, export and reports share. Scope included. */
export function contactWhere(
  actor: Actor,
  filter: ContactFilter,
  questions: Question[],
  found: Found | null = searchFor(filter.search),
): Prisma.Sql {
  const { ownerId, emailValidity, selectionId, importId, answers = [], filter: tree } = filter;
  const conditions = [
    recordScope(actor, "c"),
    found?.(Prisma.sql`c.search`) ?? Prisma.sql`TRUE`,
    answerWhere("c.answers", questions, answers),
    filterWhere({ column: "c.answers", questions, fields: contactFilterFields, operands: contactOperands }, tree),
  ];
  if (ownerId !== undefined)
    conditions.push(ownerId === "none" ? Prisma.sql`c.owner_id IS NULL` : Prisma.sql`c.owner_id = ${ownerId}::uuid`);
  if (importId !== undefined) conditions.push(importedWhere("c.id", importId));
  if (selectionId !== undefined) conditions.push(selectedWhere(actor, selectionId));
  if (emailValidity !== undefined) conditions.push(Prisma.sql`c.email_validity = ${emailValidity}::email_validity`);
  return Prisma.join(conditions, " AND ");
}

const userRef = (alias: string) =>
  Prisma.raw(`CASE WHEN ${alias}.id IS NOT NULL THEN json_build_object(
  'id', ${alias}.id, 'name', trim(${alias}.first_name || ' ' || ${alias}.last_name), 'active', ${alias}.active, 'photoId', ${alias}.photo_id) END`);

const essentials =
  Prisma.raw(`c.id, c.code, c.title, c.last_name AS "lastName", c.first_name AS "firstName", c.company, c.email,
  c.email_validity::text AS "emailValidity", c.phone, c.mobile, c.city, c.created_at AS "createdAt"`);
const whole =
  Prisma.raw(`c.address, c.postal_code AS "postalCode", c.country, c.notes, c.answers, c.version, c.updated_at AS "updatedAt",
  c.email_consent::text AS "emailConsent", c.sms_consent::text AS "smsConsent", c.anonymise_at AS "anonymiseAt", c.anonymised_at AS "anonymisedAt",
  c.owner_id AS "ownerId", c.organisation_id AS "organisationId"`);

/** A row of the list as the database gives it. */
export type ListedContact = Omit<ContactRow, "createdAt"> & { createdAt: Date };
/** A whole contact as the database gives it, with what its visibility depends on. */
export type StoredContact = Omit<ContactView, "createdAt" | "updatedAt" | "anonymiseAt" | "anonymisedAt" | "can"> & {
  anonymiseAt: Date | null;
  anonymisedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  ownerId: string | null;
  organisationId: string;
};
/** A contact with its newest opportunities and the first page of its timeline. */
export type StoredCard = StoredContact & { opportunities: OpportunityRow[]; events: AuditRow[] };

const sortColumns = {
  createdAt: [["c.created_at", "timestamptz"]],
  name: [["c.name_key", "text", "mark"]],
  firstName: [['(sort_key(c.first_name) COLLATE "C")', "text", "mark"]],
  company: [["c.company_key", "text", "mark"]],
  emailValidity: [
    ["c.email_validity", "email_validity"],
    ["c.created_at", "timestamptz"],
  ],
  email: [["c.email", "text"]],
  city: [['(sort_key(c.city) COLLATE "C")', "text", "mark"]],
  code: [["c.code", "text"]],
  owner: [["c.created_at", "timestamptz"]],
} as const satisfies Record<
  (typeof contactSorts)[number],
  readonly (readonly [sql: string, cast: string, empty?: "mark"])[]
>;

const isColumn = (sort: string): sort is (typeof contactSorts)[number] => Object.hasOwn(sortColumns, sort);

function columnsOf(
  { sort = "createdAt", direction = sort === "createdAt" ? "desc" : "asc" }: z.output<typeof ContactQuery>,
  questions: Question[],
): SortColumn[] {
  const id = { sql: "c.id", cast: "uuid", direction };
  if (!isColumn(sort))
    // As the index on the answers to a question in search goes.
    return [
      { ...answerOrder("c.answers", questions, sort), direction },
      { sql: "c.name_key", cast: "text", direction },
      id,
    ];
  const columns = sortColumns[sort].map(([sql, cast, empty]: readonly [string, string, "mark"?]) => ({
    ...{ sql, cast, direction, empty },
    ...(cast === "email_validity" ? { values: emailValidities } : {}),
  }));
  return sort === "owner" ? groupColumns(direction, [...columns, id]) : [...columns, id];
}

const table = Prisma.sql`contacts c`;

/**
 * A page of contacts, its cursor and, on the first page of a search, the count, in one statement. The best match of a search
 * comes first, unless another order is asked for; what resembles it, when nothing is it.
 */
export function contactPage(ctx: Ctx, query: z.output<typeof ContactQuery>, questions: Question[]) {
  const { search = "", sort, direction } = query;
  const chosen = sort !== undefined || direction !== undefined;
  const named = { alias: "c", words: true, name: "name_key", company: "company_key", email: "email" };
  return pageOrNear<ListedContact>(ctx, search, {
    select: Prisma.sql`${essentials}, ${shownAnswers("c.answers", questions)} AS answers, ${userRef("u")} AS owner`,
    joins: Prisma.sql`LEFT JOIN users u ON u.id = c.owner_id`,
    where: (found) => contactWhere(ctx.actor, query, questions, found),
    columns: columnsOf(query, questions),
    groups: sort === "owner" ? ownersByName("c.owner_id") : undefined,
    ranking: chosen ? null : rankingOf(named, search),
    ...{ table, after: query.after, size: query.size },
  });
}

/** The number of contacts that a filter finds, at most `countCap` unless `exact`. */
export const contactCount = (ctx: Ctx, filter: ContactFilter, questions: Question[], exact: boolean) =>
  countOf(ctx.reader, table, contactWhere(ctx.actor, filter, questions), exact);

/** A whole contact, if the actor sees it. `lock`: nobody else changes or deletes it until the transaction ends. */
export async function contactRow(ctx: Ctx, id: string, { lock = false } = {}): Promise<StoredContact | null> {
  const rows = await ctx.db.$queryRaw<StoredContact[]>`
    SELECT ${essentials}, ${whole}, ${userRef("u")} AS owner
    FROM contacts c LEFT JOIN users u ON u.id = c.owner_id
    WHERE c.id = ${id}::uuid AND ${recordScope(ctx.actor, "c")}
    ${lock ? Prisma.sql`FOR NO KEY UPDATE OF c` : Prisma.empty}`;
  return rows[0] ?? null;
}

/**
 * The id of the contact with an e-mail, locked: of several, the one changed last. None in the recycle bin,
 * none that is anonymised.
 */
export async function lockContactOf(ctx: Ctx, email: string): Promise<string | null> {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM contacts c WHERE email_key(c.email) = ${emailKey(email)} AND c.anonymised_at IS NULL AND ${recordScope(ctx.actor, "c")}
    ORDER BY c.updated_at DESC, c.id DESC LIMIT 1 FOR NO KEY UPDATE`;
  return rows[0]?.id ?? null;
}

/** The contacts with an e-mail that are in the recycle bin, or merged into another one, the last one first. */
export async function goneContactsOf(ctx: Ctx, email: string): Promise<string[]> {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM contacts c WHERE email_key(c.email) = ${emailKey(email)} AND c.anonymised_at IS NULL
      AND ${recordScope(ctx.actor, "c", { deleted: true })}
    ORDER BY c.deleted_at DESC, c.id DESC`;
  return rows.map(({ id }) => id);
}

/** What a new contact is made of; what is left out is empty. */
export type NewContact = Partial<Omit<StoredContact, "id" | "code" | "owner" | "createdAt" | "updatedAt">> &
  Pick<StoredContact, "email" | "ownerId" | "organisationId">;

/** Adds a contact and what its timeline says of it in one statement, and gives it back. */
export async function insertContact(ctx: Ctx, id: string, contact: NewContact, happening: Happening) {
  const now = ctx.now();
  const { title = "", lastName = "", firstName = "", company = "", phone = "", mobile = "" } = contact;
  const {
    address = "",
    postalCode = "",
    city = "",
    country = "",
    notes = "",
    answers = {},
    emailValidity = "unverified",
  } = contact;
  const rows = await ctx.db.$queryRaw<[StoredContact]>`
    WITH c AS (
      INSERT INTO contacts (id, email_consent, sms_consent, email, title, last_name, first_name, company, phone, mobile, address, postal_code, city, country,
                            notes, answers, email_validity, owner_id, organisation_id, created_at, updated_at)
      VALUES (${id}::uuid, ${suppressedConsents(ctx, { email: contact.email, mobile })}, ${contact.email}, ${title}, ${lastName}, ${firstName}, ${company}, ${phone}, ${mobile}, ${address},
              ${postalCode}, ${city}, ${country}, ${notes}, ${JSON.stringify(answers)}::jsonb, ${emailValidity}::email_validity, ${contact.ownerId}::uuid,
              ${contact.organisationId}::uuid, ${now}, ${now})
      RETURNING *
    ), told AS (${eventsSql(ctx, [happening])}), kept AS (${consentsOfNewSql(ctx, { id, email: contact.email, mobile })})
    SELECT ${essentials}, ${whole}, ${userRef("u")} AS owner FROM c LEFT JOIN users u ON u.id = c.owner_id`;
  return rows[0];
}

/** A contact's card in one round trip. `size` opportunities at most; events one more than `size`, to tell of a next page. */
export async function contactCard(
  ctx: Ctx,
  id: string,
  opportunityQuestions: Question[],
  size: number,
): Promise<StoredCard | null> {
  const { actor } = ctx;
  const visible = actor.permissions.has("opportunity:read") ? recordScope(actor, "o") : Prisma.sql`FALSE`;
  const rows = await ctx.db.$queryRaw<StoredCard[]>`
    SELECT ${essentials}, ${whole}, ${userRef("u")} AS owner,
      (SELECT coalesce(json_agg(o), '[]') FROM (
        SELECT o.id, o.code, o.title, o.status, o.status_on AS "statusOn", o.pipeline_id AS "pipelineId", o.stage_id AS "stageId", o.amount,
               o.expected_on AS "expectedOn",
               json_build_object('id', c.id, 'name', ${contactNameSql("c")}) AS contact,
               ${userRef("w")} AS owner, ${shownAnswers("o.answers", opportunityQuestions)} AS answers, o.created_at AS "createdAt"
        FROM opportunities o LEFT JOIN users w ON w.id = o.owner_id
        WHERE o.contact_id = ${id}::uuid AND ${visible}
        ORDER BY o.created_at DESC, o.id DESC LIMIT ${size}) AS o) AS opportunities,
      (SELECT coalesce(json_agg(e), '[]') FROM (${auditEventsSql(ctx.actor, { contactId: id }, undefined, size + 1)}) AS e) AS events
    FROM contacts c LEFT JOIN users u ON u.id = c.owner_id
    WHERE c.id = ${id}::uuid AND ${recordScope(actor, "c")}`;
  return rows[0] ?? null;
}

/** The contact that this one was merged into, and that one perhaps in turn, if the actor sees it. */
export async function mergedInto(ctx: Ctx, id: string): Promise<string | null> {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE chain AS (
      SELECT m.kept_id FROM contact_merges m WHERE m.merged_id = ${id}::uuid AND m.undone_at IS NULL
      UNION SELECT m.kept_id FROM chain JOIN contact_merges m ON m.merged_id = chain.kept_id AND m.undone_at IS NULL
    ) SELECT c.id FROM chain JOIN contacts c ON c.id = chain.kept_id WHERE ${recordScope(ctx.actor, "c")} LIMIT 1`;
  return rows[0]?.id ?? null;
}

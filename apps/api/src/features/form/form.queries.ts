import type { FormField, UserRef } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";
import { submissionScope } from "../submission/submission-scope.service.ts";

/** A form as the database gives it. */
export interface StoredForm {
  id: string;
  name: string;
  slug: string;
  title: string;
  intro: string;
  fields: FormField[];
  button: string;
  thanks: string;
  redirectUrl: string | null;
  emailConsent: string;
  smsConsent: string;
  ownerId: string | null;
  organisationId: string;
  active: boolean;
  archivedAt: Date | null;
  version: number;
}
/** A form with who follows its contacts, and what the actor sees of its submissions. */
export type FormRow = StoredForm & { owner: UserRef | null; submissions: number; lastAt: Date | null };

const columns =
  Prisma.raw(`f.id, f.name, f.slug, f.title, f.intro, f.fields, f.button, f.thanks, f.redirect_url AS "redirectUrl",
  f.email_consent AS "emailConsent", f.sms_consent AS "smsConsent", f.owner_id AS "ownerId", f.organisation_id AS "organisationId",
  f.active, f.archived_at AS "archivedAt", f.version`);

const formsWhere = (ctx: Ctx, where: Prisma.Sql) => ctx.db.$queryRaw<FormRow[]>`
  SELECT ${columns}, coalesce(n.submissions, 0) AS submissions, n.last_at AS "lastAt",
    CASE WHEN u.id IS NOT NULL THEN json_build_object(
      'id', u.id, 'name', trim(u.first_name || ' ' || u.last_name), 'active', u.active, 'photoId', u.photo_id) END AS owner
  FROM forms f LEFT JOIN users u ON u.id = f.owner_id
  LEFT JOIN (
    SELECT s.form_id, count(*)::int AS submissions, max(s.received_at) AS last_at
    FROM submissions s WHERE ${submissionScope(ctx.actor, "s")} GROUP BY s.form_id) n ON n.form_id = f.id
  WHERE ${where} ORDER BY sort_key(f.name), f.id`;

/** The forms by name: those that are archived, or the others. */
export const formRows = (ctx: Ctx, archived: boolean) =>
  formsWhere(ctx, Prisma.sql`f.archived_at IS ${Prisma.raw(archived ? "NOT NULL" : "NULL")}`);

export async function formRow(ctx: Ctx, id: string): Promise<FormRow | null> {
  const [row] = await formsWhere(ctx, Prisma.sql`f.id = ${id}::uuid`);
  return row ?? null;
}

/** A form by its address. `hold`: it is not deleted until the transaction ends; that it is changed waits for nobody. */
export async function formAt(ctx: Ctx, slug: string, { hold = false } = {}): Promise<StoredForm | null> {
  const [row] = await ctx.db.$queryRaw<StoredForm[]>`
    SELECT ${columns} FROM forms f WHERE f.slug = ${slug} ${hold ? Prisma.sql`FOR KEY SHARE` : Prisma.empty}`;
  return row ?? null;
}

/** One at a time changes a form; `toDelete`: nobody answers it meanwhile. */
export const lockForm = (ctx: Ctx, id: string, { toDelete = false } = {}) => ctx.db.$queryRaw`
  SELECT id FROM forms WHERE id = ${id}::uuid FOR ${Prisma.raw(toDelete ? "UPDATE" : "NO KEY UPDATE")}`;

/** How many submissions a form has, whoever sees them. */
export const submissionCount = (ctx: Ctx, formId: string) => ctx.db.submission.count({ where: { formId } });

/** The contacts that these forms create are another user's from now on. Gives how many forms. */
export const giveForms = (ctx: Ctx, fromId: string, toId: string) => ctx.db.$executeRaw`
  UPDATE forms SET owner_id = ${toId}::uuid, version = version + 1 WHERE owner_id = ${fromId}::uuid`;

import { type FormField, type FormInput, type FormView, isFormFieldName, type PublicForm } from "@crm/contract";
import { issueSentence, uploadRuleOf } from "@crm/fields";
import { v7 as uuid } from "uuid";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal, refuseConflict, refuseTaken } from "../../platform/error.ts";
import { questionsOf } from "../question/question.service.ts";
import { assignable } from "../user/user.service.ts";
import { type FormRow, formAt, formRow, formRows, lockForm, type StoredForm, submissionCount } from "./form.queries.ts";
import { toFormView, toPublicForm } from "./form.view.ts";

export { giveForms } from "./form.queries.ts";
export { boxesOf, publicFields } from "./form.view.ts";

/** The forms by name, with the submissions that the actor sees: those that are archived, or the others. */
export const listForms = async (ctx: Ctx, { archived }: { archived: boolean }): Promise<FormView[]> =>
  (await formRows(ctx, archived)).map((row) => toFormView(row, ctx));

/** A form, archived or not. Refuses with NOT_FOUND. */
export const showForm = async (ctx: Ctx, id: string): Promise<FormView> => toFormView(await formOf(ctx, id), ctx);

const formOf = async (ctx: Ctx, id: string): Promise<FormRow> => found(await formRow(ctx, id), "form", id);

/**
 * Adds a form. The contacts that it creates without an owner belong to the actor's organisation. Refuses with CODE_TAKEN and
 * `body/slug`, OWNER_NOT_ASSIGNABLE, or VALIDATION_FAILED and `body/fields/<place>/key`.
 */
export function createForm(ctx: Ctx, input: FormInput): Promise<FormView> {
  return inTransaction(ctx, async (ctx) => {
    await refuseFields(ctx, input.fields, "body");
    await assertOwner(ctx, input.ownerId, null);
    const id = uuid();
    await ctx.db.form
      .create({ data: { id, ...input, organisationId: ctx.actor.organisationId, createdAt: ctx.now() } })
      .catch(refuseTakenSlug(input.slug, "body"));
    return showForm(ctx, id);
  });
}

/** Changes a form. Refuses with NOT_FOUND, EDIT_CONFLICT, and as `createForm` does, under `body/input`. */
export function updateForm(
  ctx: Ctx,
  id: string,
  { version, input }: { version: number; input: FormInput },
): Promise<FormView> {
  return inTransaction(ctx, async (ctx) => {
    // His owner before the form itself, as handing over goes.
    const owner = input.ownerId === null ? null : await assignable(ctx, input.ownerId);
    await lockForm(ctx, id);
    const before = await formOf(ctx, id);
    refuseConflict(toFormView(before, ctx), version);
    if (!owner) await assertOwner(ctx, input.ownerId, before.ownerId);
    await refuseFields(ctx, input.fields, "body/input");
    await ctx.db.form
      .update({ where: { id }, data: { ...input, version: { increment: 1 } } })
      .catch(refuseTakenSlug(input.slug, "body/input"));
    return showForm(ctx, id);
  });
}

/** Archives a form that has submissions, which it keeps; deletes one that has none. Refuses with NOT_FOUND. */
export function removeForm(ctx: Ctx, id: string): Promise<{ outcome: "archived" | "deleted"; submissions: number }> {
  return inTransaction(ctx, async (ctx) => {
    await lockForm(ctx, id, { toDelete: true });
    const { archivedAt } = await formOf(ctx, id);
    const submissions = await submissionCount(ctx, id);
    if (submissions === 0) {
      await ctx.db.form.delete({ where: { id } });
      return { outcome: "deleted", submissions };
    }
    if (archivedAt === null)
      await ctx.db.form.update({ where: { id }, data: { archivedAt: ctx.now(), version: { increment: 1 } } });
    return { outcome: "archived", submissions };
  });
}

/** Brings an archived form back, closed: whoever opens it again means it. Refuses with NOT_FOUND. */
export function restoreForm(ctx: Ctx, id: string): Promise<FormView> {
  return inTransaction(ctx, async (ctx) => {
    await lockForm(ctx, id);
    const { archivedAt } = await formOf(ctx, id);
    if (archivedAt !== null)
      await ctx.db.form.update({
        where: { id },
        data: { archivedAt: null, active: false, version: { increment: 1 } },
      });
    return showForm(ctx, id);
  });
}

/** A form as a visitor sees it. Refuses with NOT_FOUND, FORM_CLOSED. */
export const openForm = async (ctx: Ctx, slug: string): Promise<PublicForm> =>
  toPublicForm(await openFormAt(ctx, slug), await questionsOf(ctx, "contact"));

/** A form that takes answers. `hold`: it is there until the transaction ends. Refuses with NOT_FOUND, FORM_CLOSED. */
export async function openFormAt(ctx: Ctx, slug: string, options: { hold?: boolean } = {}): Promise<StoredForm> {
  const form = found(await formAt(ctx, slug, options), "form", slug);
  if (!form.active || form.archivedAt !== null) throw new Refusal("FORM_CLOSED");
  return form;
}

/** A form is left with an owner who can be given no more: its contacts are nobody's then. A new one must take them. */
async function assertOwner(ctx: Ctx, ownerId: string | null, beforeId: string | null): Promise<void> {
  if (ownerId === null || ownerId === beforeId || (await assignable(ctx, ownerId))) return;
  throw new Refusal("OWNER_NOT_ASSIGNABLE", { userId: ownerId });
}

/** A form asks questions about contacts that are still asked, and none for files: nobody has signed in to send them. */
async function refuseFields(ctx: Ctx, fields: FormField[], at: string): Promise<void> {
  const questions = new Map((await questionsOf(ctx, "contact")).map((question) => [question.id, question]));
  const issues = fields.flatMap(({ key }, place) => {
    if (isFormFieldName(key)) return [];
    const question = questions.get(key);
    const gone = !question || question.archivedAt !== null;
    if (!gone && uploadRuleOf(question) === null) return [];
    const issue = { rule: "custom", params: { params: { rule: gone ? "fieldQuestion" : "fieldFile" } } };
    return [{ path: `${at}/fields/${place}/key`, ...issue, message: issueSentence(issue, "fr") }];
  });
  if (issues.length > 0) throw new Refusal("VALIDATION_FAILED", {}, { issues });
}

const refuseTakenSlug = (slug: string, at: string) =>
  refuseTaken(
    "CODE_TAKEN",
    { code: slug },
    {
      path: `${at}/slug`,
      message: "Cette adresse est déjà celle d’un autre formulaire.",
    },
  );

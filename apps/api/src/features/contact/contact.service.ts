import type {
  Answers,
  ContactCard,
  ContactChanges,
  ContactCountQuery,
  ContactFilter,
  ContactInput,
  ContactQuery,
  ContactView,
  OwnerChange,
  TimelineQuery,
} from "@crm/contract";
import type { Prisma } from "@crm/db";
import { defaultAnswers, type Question } from "@crm/fields";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { application, type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal, refuseConflict } from "../../platform/error.ts";
import { toCount } from "../../platform/page-query.ts";
import { type Happening, recordEvents, tellHappenings, timelineOf } from "../audit/audit.service.ts";
import { forgetSmsConsent, isOtherNumber } from "../consent/sms-consent.service.ts";
import { withdrawSuppressed } from "../consent/suppression.service.ts";
import { answerWithFiles } from "../file/answer-file.service.ts";
import { ownedBy } from "../live/live.service.ts";
import { notify } from "../notification/notification.service.ts";
import { answerChanges } from "../question/answers.service.ts";
import { heldQuestions, questionsOf, rememberedQuestions } from "../question/question.service.ts";
import { assertAssignable } from "../user/user.service.ts";
import { changesOf, markToChange, normaliseWritten } from "./contact.changes.ts";
import {
  contactCard,
  contactCount,
  contactPage,
  contactRow,
  contactWhere,
  insertContact,
  mergedInto,
  type NewContact,
} from "./contact.queries.ts";
import { toContactCard, toContactRow, toContactView } from "./contact.view.ts";
import { toVcard } from "./vcard.view.ts";

export { changesOf, normaliseWritten } from "./contact.changes.ts";
export { goneContactsOf, lockContactOf, mergedInto } from "./contact.queries.ts";
export { contactNameSql, opportunityFound, shownColumn, shownNameSql } from "./contact-name.queries.ts";

/** Opportunities and events that a card shows at once. */
const cardSize = 20;

/** A page of the contacts that the actor sees; the first page of a search brings its count, capped. */
export async function listContacts(ctx: Ctx, query: z.output<typeof ContactQuery>) {
  const { rows, next, total, near } = await contactPage(ctx, query, await questionsOf(ctx, "contact"));
  return { rows: rows.map(toContactRow), next, count: total === null ? null : toCount(total), near };
}

/** The number of contacts that a filter finds: capped, or exact, however many. */
export async function countContacts(ctx: Ctx, { exact, ...filter }: z.output<typeof ContactCountQuery>) {
  return contactCount(ctx, filter, await questionsOf(ctx, "contact"), exact);
}

/** Which contacts a filter finds, of those that the actor sees: a condition on `contacts c`, for what works on all of them. */
export const contactsWhere = async (ctx: Ctx, filter: ContactFilter): Promise<Prisma.Sql> =>
  contactWhere(ctx.actor, filter, await questionsOf(ctx, "contact"));

/**
 * A contact with what its card shows beside it. Refuses with NOT_FOUND what the actor does not see; `mergedInto` is where a
 * merged one is now.
 */
export async function showContact(ctx: Ctx, id: string): Promise<ContactCard> {
  const card = await contactCard(ctx, id, await questionsOf(ctx, "opportunity"), cardSize);
  if (card === null) throw new Refusal("NOT_FOUND", { record: "contact", id, mergedInto: await mergedInto(ctx, id) });
  return toContactCard(card, ctx.actor, cardSize);
}

/** What happened to a contact, newest first. */
export async function contactTimeline(ctx: Ctx, id: string, page: z.output<typeof TimelineQuery>) {
  await viewContact(ctx, id);
  return timelineOf(ctx, { contactId: id }, page);
}

/** A contact as a vCard, and the name of its file. Refuses with NOT_FOUND. */
export async function contactVcard(ctx: Ctx, id: string): Promise<{ name: string; content: string }> {
  const contact = await viewContact(ctx, id);
  const name = contactName(contact);
  return { name: `${name}.vcf`, content: toVcard(contact, name) };
}

/**
 * Creates a contact: only the e-mail is required (guide 2.2), required questions wait until somebody qualifies it. Questions
 * not answered take their default answer. Followed by the actor unless told otherwise; it belongs to its owner's organisation.
 */
export async function createContact(
  ctx: Ctx,
  { answers = {}, ownerId, ...written }: z.output<typeof ContactInput>,
): Promise<ContactView> {
  const create = async (ctx: Ctx, questions: Question[]) => {
    const contact = {
      ...normaliseWritten(written),
      email: written.email,
      answers: await answerWithFiles(ctx, questions, defaultAnswers(questions), answers),
      ...(await ownerOf(ctx, ownerId)),
    };
    return addContact(ctx, contact, "contact.created");
  };
  const questions = await rememberedQuestions(ctx, "contact");
  // Without an answer, one statement does; else the questions stay as they are until the answers to them are written.
  if (Object.keys({ ...defaultAnswers(questions), ...answers }).length === 0) return create(ctx, questions);
  return inTransaction(ctx, async (ctx) => create(ctx, await heldQuestions(ctx, "contact")));
}

/** Changes the essentials or the notes. Refuses with EDIT_CONFLICT a change made from an older version. */
export function updateContact(
  ctx: Ctx,
  id: string,
  { version, ...written }: z.output<typeof ContactChanges>,
): Promise<ContactView> {
  return inTransaction(ctx, async (ctx) => {
    const before = await viewContact(ctx, id, { lock: true });
    refuseConflict(before, version);
    const { data, changes } = changesOf(before, normaliseWritten(written));
    if (changes.length === 0) return before;
    // Another address has not been verified yet.
    const validity = data.email === undefined ? {} : { emailValidity: "unverified" as const, emailCheckedAt: null };
    await writeContact(ctx, id, { ...data, ...validity, version: { increment: 1 } });
    await withdrawSuppressed(ctx, [{ id, email: data.email, mobile: data.mobile }]);
    if (data.mobile !== undefined && isOtherNumber(before.mobile, data.mobile)) await forgetSmsConsent(ctx, id);
    await recordEvents(ctx, [{ kind: "contact.changed", contactId: id, changes }]);
    return viewContact(ctx, id);
  });
}

/**
 * Changes the answers that are named; null erases one; the others, and those to archived questions, stay. Refuses with
 * EDIT_CONFLICT, QUESTION_ARCHIVED, or VALIDATION_FAILED and `body/answers/<question id>`.
 */
export function answerContact(
  ctx: Ctx,
  id: string,
  { version, answers }: { version: number; answers: z.output<typeof Answers> },
): Promise<ContactView> {
  return inTransaction(ctx, async (ctx) => {
    const before = await viewContact(ctx, id, { lock: true });
    refuseConflict(before, version);
    const questions = await questionsOf(ctx, "contact");
    const after = await answerWithFiles(ctx, questions, before.answers, answers);
    const changes = answerChanges(questions, before.answers, after);
    if (changes.length === 0) return before;
    await writeContact(ctx, id, { answers: after, version: { increment: 1 } });
    await recordEvents(ctx, [{ kind: "contact.answered", contactId: id, changes }]);
    return viewContact(ctx, id);
  });
}

/**
 * Fills in the essentials and the answers that a contact lacks; what it holds stays. The caller holds it.
 * Refuses as `updateContact` and `answerContact` do.
 */
export function fillContact(
  ctx: Ctx,
  id: string,
  { answers = {}, ...written }: Omit<z.output<typeof ContactInput>, "email" | "ownerId">,
): Promise<ContactView> {
  return inTransaction(ctx, async (ctx) => {
    const before = await viewContact(ctx, id);
    const lacked = pick(written, (field) => before[field as keyof typeof written] === "");
    const unanswered = pick(answers, (questionId) => (before.answers[questionId] ?? null) === null);
    const { version } = await updateContact(ctx, id, { ...lacked, version: before.version });
    return answerContact(ctx, id, { answers: unanswered, version });
  });
}

const pick = <T extends object>(values: T, which: (key: string) => boolean) =>
  Object.fromEntries(Object.entries(values).filter(([key]) => which(key))) as Partial<T>;

/**
 * Gives the contact to a user, who is told, or to nobody. The actor may lose sight of it: he still gets it back once, with
 * `can.update` false. It is no edit of the card, so it leaves its version alone. Refuses with OWNER_NOT_ASSIGNABLE, and EDIT_CONFLICT
 * when somebody else has given it away meanwhile.
 */
export function assignContact(ctx: Ctx, id: string, { from, ownerId }: OwnerChange): Promise<ContactView> {
  return inTransaction(ctx, async (ctx) => {
    const before = await viewContact(ctx, id, { lock: true });
    const current = before.owner?.id ?? null;
    if (current === ownerId) return before;
    if (current !== from) throw new Refusal("EDIT_CONFLICT", { current: before });
    const owner = ownerId === null ? null : await assertAssignable(ctx, ownerId);
    const former = await ownedBy(ctx, "contact", id);
    await writeContact(ctx, id, { ownerId, ...(owner ? { organisationId: owner.organisationId } : {}) });
    const changes = [{ field: "owner", from: before.owner?.name ?? null, to: owner?.name ?? null }];
    await recordEvents(ctx, [{ kind: "contact.assigned", contactId: id, changes, former }]);
    if (owner && owner.id !== ctx.actor.id)
      await notify(ctx, owner.id, "contact.assigned", { contactId: id, name: contactName(before), by: ctx.actor.name });
    return shownAfterwards(ctx, id);
  });
}

/**
 * Copies a contact, its notes and its answers, but not its history nor its opportunities (guide 2.4). The copy is followed
 * by the same person, or by the actor when that person has left.
 */
export async function duplicateContact(ctx: Ctx, id: string): Promise<ContactView> {
  const original = found(await contactRow(ctx, id), "contact", id);
  const { ownerId, organisationId, ...copied } = original;
  const owner = original.owner?.active === false ? await ownerOf(ctx, undefined) : { ownerId, organisationId };
  return addContact(ctx, { ...copied, ...markToChange(original), ...owner }, "contact.duplicated", {
    ...{ contactId: id, code: original.code, name: contactName(original) },
  });
}

/** What a contact is called: its name, else its company, else its e-mail. */
export const contactName = ({
  firstName,
  lastName,
  company,
  email,
}: Pick<ContactView, "firstName" | "lastName" | "company" | "email">): string =>
  `${firstName} ${lastName}`.trim() || company || email;

/** A contact that the actor sees. `lock`: to change it; nobody else does until the transaction ends. Refuses with NOT_FOUND, CONTACT_ANONYMISED. */
export async function viewContact(ctx: Ctx, id: string, options: { lock?: boolean } = {}): Promise<ContactView> {
  const row = found(await contactRow(ctx, id, options), "contact", id);
  if (options.lock && row.anonymisedAt !== null) throw new Refusal("CONTACT_ANONYMISED");
  return toContactView(row, ctx.actor);
}

/** What the actor just wrote, shown to him even when it is now out of his sight: `can` says so. */
async function shownAfterwards(ctx: Ctx, id: string): Promise<ContactView> {
  return toContactView(found(await contactRow({ ...ctx, actor: application }, id), "contact", id), ctx.actor);
}

/** Whose record a new contact is: undefined means the actor's own. */
async function ownerOf(
  ctx: Ctx,
  ownerId: string | null | undefined,
): Promise<{ ownerId: string | null; organisationId: string }> {
  const { id, organisationId } = ctx.actor;
  if (ownerId === undefined || ownerId === id) return { ownerId: id, organisationId };
  if (ownerId === null) return { ownerId: null, organisationId };
  return { ownerId, organisationId: (await assertAssignable(ctx, ownerId)).organisationId };
}

async function addContact(
  ctx: Ctx,
  contact: NewContact,
  kind: Happening<"contact">["kind"],
  data = {},
): Promise<ContactView> {
  const contactId = uuid();
  const happening = { kind, contactId, data };
  const row = await insertContact(ctx, contactId, contact, happening);
  tellHappenings(ctx, [happening]);
  return toContactView(row, ctx.actor);
}

const writeContact = (ctx: Ctx, id: string, data: Prisma.ContactUncheckedUpdateInput) =>
  ctx.db.contact.update({ where: { id }, data: { ...data, updatedAt: ctx.now() }, select: { id: true } });

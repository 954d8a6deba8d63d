import {
  type ContactView,
  formFieldNames,
  type PublicField,
  type SubmissionAnswer,
  type SubmissionInput,
  submittedSchema,
} from "@crm/contract";
import type { Prisma } from "@crm/db";
import { type Answers, answerText, emailKey, formatInstant, isShown, type Question, readPhone } from "@crm/fields";
import { v7 as uuid } from "uuid";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { parseOrRefuse } from "../../platform/issues.ts";
import { recordEvents } from "../audit/audit.service.ts";
import { restoreContacts } from "../bin/bin.service.ts";
import { grantByForm } from "../consent/consent.service.ts";
import {
  contactName,
  createContact,
  fillContact,
  goneContactsOf,
  lockContactOf,
  mergedInto,
  viewContact,
} from "../contact/contact.service.ts";
import { boxesOf, openFormAt, publicFields } from "../form/form.service.ts";
import { notify } from "../notification/notification.service.ts";
import { heldQuestions } from "../question/question.service.ts";
import { assignable } from "../user/user.service.ts";
import { isKept, lockEmail } from "./submission.queries.ts";

type Form = Awaited<ReturnType<typeof openFormAt>>;

/**
 * Takes a visitor's answers to a form, all or nothing: its contact is found by e-mail, or created; the submission is kept with
 * the labels and texts of this moment; the boxes that were ticked are consents; the contact's owner is told. The same answers
 * that come again from the same page are answered the same, and kept once. Who fills in `trap` is answered as anybody, and
 * forgotten. Refuses with NOT_FOUND, FORM_CLOSED, TOO_MANY_ATTEMPTS (details.seconds), and
 * VALIDATION_FAILED with `body/answers/<field>`.
 */
export async function receiveSubmission(
  ctx: Ctx,
  slug: string,
  input: SubmissionInput,
  address: string,
): Promise<{ thanks: string; redirectUrl: string | null }> {
  const seconds = await ctx.throttle.visit(address);
  if (seconds > 0) throw new Refusal("TOO_MANY_ATTEMPTS", { seconds });
  const { thanks, redirectUrl, organisationId } = await openFormAt(ctx, slug);
  if (input.trap === "") {
    // Nobody has signed in: whatever it creates without an owner is the form's organisation's.
    const actor = { ...ctx.actor, organisationId };
    await inTransaction({ ...ctx, actor }, (ctx) => keep(ctx, slug, input));
  }
  return { thanks, redirectUrl };
}

async function keep(ctx: Ctx, slug: string, input: SubmissionInput): Promise<void> {
  const { key, answers, consents } = input;
  const submissionKey = key === "" ? null : ctx.digest(`submission ${JSON.stringify([slug, key, answers, consents])}`);
  if (submissionKey !== null && (await isKept(ctx, submissionKey))) return;
  const questions = await heldQuestions(ctx, "contact");
  const form = await openFormAt(ctx, slug, { hold: true });
  const fields = publicFields(form, questions);
  const given = judged(form, fields, input);
  const { contact, created } = await contactOf(ctx, form, given);
  const boxes = boxesOf(form).map((box) => ({ ...box, given: input.consents.includes(box.channel) }));
  const [id, now] = [uuid(), ctx.now()];
  await ctx.db.submission.create({
    data: {
      ...{ id, formId: form.id, contactId: contact.id, receivedAt: now, createdAt: now, submissionKey },
      answers: said(fields, given) as unknown as Prisma.InputJsonArray,
      ...{ consents: boxes, page: input.page },
    },
    select: { id: true },
  });
  for (const { channel, wording } of boxes.filter((box) => box.given)) {
    const proof = [`« ${wording} »`, form.name, formatInstant(now.toISOString()), input.page]
      .filter(Boolean)
      .join(" – ");
    // A number that the card does not hold is not the one that would be written to.
    if (channel === "email" || contact.mobile === readPhone(textOf(given, "mobile")))
      await grantByForm(ctx, contact, channel, proof);
  }
  const about = { form: form.name, formId: form.id, submissionId: id };
  await recordEvents(ctx, [{ kind: "submission.received", contactId: contact.id, data: { ...about, created } }]);
  if (contact.owner?.active)
    await notify(ctx, contact.owner.id, "submission.received", {
      ...{ name: contactName(contact), contactId: contact.id, ...about },
    });
}

/**
 * The answers that count, each judged as on a card. What is not shown was not asked; so was what the form or its questions
 * have dropped since it was read. To be written to by SMS takes a number.
 */
function judged(form: Form, fields: PublicField[], { answers, consents, version }: SubmissionInput): Answers {
  const bySms = consents.includes("sms") && form.smsConsent !== "";
  const questions = fields.flatMap(({ question }) => question ?? []) as unknown as Question[];
  const isAsked = isShown(questions, answers);
  const shown = ({ question }: PublicField) => question === null || isAsked(question as unknown as Question);
  const dropped = (key: string) => version !== form.version || form.fields.some((field) => field.key === key);
  const given = Object.entries(answers).filter(([key]) => {
    const field = fields.find((one) => one.key === key);
    return field ? shown(field) : !dropped(key);
  });
  return parseOrRefuse(submittedSchema(fields, { shown, bySms }), Object.fromEntries(given), "body/answers");
}

const textOf = (given: Answers, key: string): string => String(given[key] ?? "");
const isBlank = (answer: unknown) => answer === undefined || answer === null || answer === "";

/** The answers as they are kept, with the labels and texts of this moment. */
const said = (fields: PublicField[], given: Answers): SubmissionAnswer[] =>
  fields.flatMap(({ key, label, question }) => {
    const value = given[key];
    if (isBlank(value)) return [];
    return [{ key, label, value, text: question ? answerText(question as unknown as Question, value) : String(value) }];
  });

/** The contact of this e-mail, back from the recycle bin if it lies there, with what it lacked filled in; else a new one, followed by whom the form says, if he still can. */
async function contactOf(ctx: Ctx, form: Form, given: Answers): Promise<{ contact: ContactView; created: boolean }> {
  const email = textOf(given, "email");
  const essentials = formFieldNames.filter((name) => name !== "email" && name !== "message");
  const written = Object.fromEntries(
    essentials.filter((name) => !isBlank(given[name])).map((name) => [name, textOf(given, name)]),
  );
  const names: readonly string[] = formFieldNames;
  const answers = Object.fromEntries(
    Object.entries(given).filter(([key, value]) => !names.includes(key) && !isBlank(value)),
  );
  await lockEmail(ctx, emailKey(email));
  const id = (await lockContactOf(ctx, email)) ?? (await foundAgain(ctx, email));
  if (id !== null) return { contact: await fillContact(ctx, id, { ...written, answers }), created: false };
  const owner = form.ownerId === null ? null : await assignable(ctx, form.ownerId);
  const contact = { ...written, email, answers, ownerId: owner?.id ?? null };
  return { contact: await createContact(ctx, contact), created: true };
}

/** The contact of this e-mail that was merged into another one is that one now; one in the recycle bin comes back. */
async function foundAgain(ctx: Ctx, email: string): Promise<string | null> {
  for (const id of await goneContactsOf(ctx, email)) {
    const keptId = await mergedInto(ctx, id);
    if (keptId !== null) return (await viewContact(ctx, keptId, { lock: true })).id;
    if ((await restoreContacts(ctx, [id])).length > 0) return id;
  }
  return null;
}

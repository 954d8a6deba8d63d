import type { ImportRule } from "@crm/contract";
import { emailKey } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { newIds } from "../../platform/ids.ts";
import { type Happening, recordEvents, tellHappenings } from "../audit/audit.service.ts";
import { everyForm } from "../form/form-name.service.ts";
import { holdQuestions } from "../question/question.service.ts";
import { settleContacts } from "./contact-rows.ts";
import type { Column } from "./import-columns.ts";
import { type Found, type ImportKind, type Item, type UndoItem, type Undone, workOf } from "./import-kind.ts";
import { reasonOf, twinReason } from "./import-rows.ts";
import { type ContactRef, contactsToLink } from "./imported-opportunity.queries.ts";
import {
  deleteSubmissions,
  holdForms,
  insertSubmissions,
  type NewSubmission,
  submissionNames,
  submissionsNamed,
} from "./imported-submission.queries.ts";
import { type SubmissionFacts, type SubmissionRow, submissionJudge, submissionTargets } from "./submission-rows.ts";
import { submissionHints } from "./template-fields.ts";

/** What a row is about: a submission that is there, or the contact whose it will be. */
type Known = { submissionId: string } | { contact: ContactRef };
type Made = Omit<NewSubmission, "id"> & { formName: string };

/**
 * Submissions of forms: each row is a new one, of a contact by its code or e-mail. It says nothing of the card, nor of consents.
 * One that is there is what somebody once said: no file changes it.
 */
export const submissionKind: ImportKind = {
  record: "submission",
  questions: "contact",
  access: "contact:write",
  targets: submissionTargets,
  settle: settleContacts,
  hints: submissionHints,
  facts: async (ctx): Promise<SubmissionFacts> => ({ forms: await everyForm(ctx) }),
  missing: (codes, { formId }, facts) => {
    const chosen = (facts as SubmissionFacts).forms.some(({ id }) => id === formId);
    return [
      ...(codes.has("FORMULAIRE") || chosen ? [] : ["FORMULAIRE"]),
      ...(codes.has("CODE_CONTACT") || codes.has("EMAIL") ? [] : ["EMAIL"]),
    ];
  },
  prepare: ({ importId, columns, options, facts, now }) => {
    const byField = new Map(columns.map((one) => [one.field, one]));
    const column = (field: string) => byField.get(field);
    return workOf<SubmissionRow, Known, Made, never>({
      judge: submissionJudge(columns, options, facts as SubmissionFacts, now),
      hold: async (ctx) => {
        await holdQuestions(ctx, "contact");
        await holdForms(ctx);
      },
      find: (ctx, rows, { lock }) => findSubmissions(ctx, rows, column, { importId, lock }),
      answersOf: () => ({}),
      isThere: (known) => "submissionId" in known,
      plan: ({ form, receivedAt, said }, known) => {
        if (known === null || "submissionId" in known) return { outcome: "unchanged" };
        const of = { formId: form.id, formName: form.name, contactId: known.contact.id };
        return { outcome: "new", record: { ...of, receivedAt, answers: said } };
      },
      twin: (mark, first) => twinReason(mark, first, column),
      similar: async () => 0,
      write: writeSubmissions,
    });
  },
  marksOf: ({ id }) => [`id ${id}`],
  undo: undoSubmissions,
  names: submissionNames,
};

/** What rows are about. A code that is not known is another installation's: a new one is given. */
async function findSubmissions(
  ctx: Ctx,
  rows: SubmissionRow[],
  column: (field: string) => Column | undefined,
  { importId, lock }: { importId: string; lock: boolean },
): Promise<Found<Known>[]> {
  const storable = (values: string[]) =>
    [...new Set(values)].filter((value) => value !== "" && !value.includes("\0") && value.isWellFormed());
  const [codes, emails] = [rows.map(({ contactCode }) => contactCode), rows.map(({ contactEmail }) => contactEmail)];
  const contacts = await contactsToLink(ctx, { codes: storable(codes), emails: storable(emails) }, { lock });
  const ofCode = new Map(contacts.map((contact) => [contact.code, contact]));
  // Of several with one e-mail, the oldest.
  const ofMail = new Map(contacts.toReversed().map((contact) => [emailKey(contact.email), contact]));
  const there = new Map(
    (await submissionsNamed(ctx, importId, storable(rows.map(({ code }) => code)))).map(({ id, code }) => [code, id]),
  );
  const unknown = (name: string, rule: ImportRule): Found<Known> => ({
    ...{ known: null, marks: [], against: [], reasons: [reasonOf(column(name), rule)] },
  });
  return rows.map(({ code, contactCode, contactEmail }): Found<Known> => {
    const marks = code === "" ? [] : [`code ${code}`];
    const submissionId = there.get(code);
    if (submissionId !== undefined) return { known: { submissionId }, marks, against: marks };
    if (contactCode === "" && contactEmail === "")
      return unknown(column("contactCode") ? "contactCode" : "email", "contactMissing");
    const contact = contactCode === "" ? ofMail.get(emailKey(contactEmail)) : ofCode.get(contactCode);
    if (contact) return { known: { contact }, marks, against: marks };
    return contactCode === "" ? unknown("email", "contactEmailUnknown") : unknown("contactCode", "contactCodeUnknown");
  });
}

async function writeSubmissions(ctx: Ctx, { id: importId, name }: { id: string; name: string }, made: Made[]) {
  const ids = newIds(made.length);
  const created = made.map((record, i) => ({ ...record, id: ids[i] ?? "" }));
  await insertSubmissions(
    ctx,
    importId,
    created.map(({ formName: _, ...row }) => row),
  );
  await recordEvents(
    ctx,
    created.map(
      ({ id, formId, formName, contactId, receivedAt }): Happening => ({
        ...{ kind: "submission.received", contactId },
        data: { form: formName, formId, submissionId: id, created: false, receivedAt, importId, name },
      }),
    ),
  );
  return created.map(({ id }): Item => ({ recordId: id, before: null, version: 1 }));
}

/** Takes submissions away again, and what timelines say of them; those that went with their contact are gone already. */
async function undoSubmissions(ctx: Ctx, _of: { id: string; name: string }, items: UndoItem[]): Promise<Undone> {
  const ids = items.map(({ id }) => id);
  const gone = await deleteSubmissions(ctx, ids);
  tellHappenings(
    ctx,
    gone.flatMap(({ contactId }) => (contactId ? [{ kind: "submission.received", contactId }] : [])),
  );
  const restored = new Set(gone.map(({ id }) => id));
  return {
    restored: [...restored],
    kept: ids.filter((id) => !restored.has(id)).map((id) => ({ id, reason: "NOT_FOUND" })),
  };
}

import type { ErasedKind } from "@crm/contract";
import type { Contact, Opportunity } from "@crm/db";
import { filesOf, isFreeText, type Reach, reachOf } from "@crm/fields";
import { v7 as uuid } from "uuid";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { eraseActionsOf } from "../action/action-records.service.ts";
import { recordEvents } from "../audit/audit.service.ts";
import { suppress } from "../consent/suppression.service.ts";
import { holdExports } from "../export/export-sweep.service.ts";
import { removeAnswerFiles } from "../file/answer-file.service.ts";
import { removeFile, unattached } from "../file/file.service.ts";
import { emptyInteractions } from "../interaction/interaction.service.ts";
import { questionsOf, type StoredQuestion } from "../question/question.service.ts";
import { leaveSelections } from "../selection/selection.service.ts";
import { emptySubmissions } from "../submission/submission.service.ts";
import {
  askedFor,
  type Counts,
  dueContacts,
  emptyContact,
  emptyEvents,
  emptyOpportunity,
  emptyProofs,
  forgetUndo,
  formerValues,
  holdDue,
  samePeople,
  takeCounts,
} from "./erasure.queries.ts";
import { matcherOf, type Person } from "./person.ts";
import { redactEvents, redactJobs, redactTraces } from "./trace.service.ts";
import { redactFiles, removeExports } from "./trace-files.service.ts";

/** People whose traces are looked for at once: files and tables are read once for all of them. */
const batch = 500;
/** By how much the clocks of two processes may differ. */
const minuteMs = 60_000;
/** What an anonymised contact is called. */
const nobody = "Contact anonymisé";

/**
 * Anonymises every contact whose moment has come, for good (guide 2.3): first what files and other records say of them, then
 * each contact itself in one transaction with its certificate. Each deed commits with its count: killed in between, it does the
 * rest next time, and certifies the whole. Gives how many.
 */
export async function anonymiseDue(ctx: Ctx, signal: AbortSignal): Promise<number> {
  for (let done = 0; ; ) {
    signal.throwIfAborted();
    const due = await dueContacts(ctx, batch);
    if (due.length === 0) return done;
    const people = await peopleOf(ctx, due);
    const begun = ctx.now();
    await redactFiles(ctx, people, signal);
    await removeExports(ctx, people, new Date(0), signal);
    await redactTraces(ctx, people, signal);
    await redactJobs(ctx, people);
    for (const person of people) {
      signal.throwIfAborted();
      await erase(ctx, person, begun, signal);
    }
    done += people.length;
  }
}

const add = (counts: Counts, kind: ErasedKind, count: number) => {
  counts[kind] = (counts[kind] ?? 0) + count;
};

/** Everything that tells who each of these contacts is, was called and was reached by. */
async function peopleOf(ctx: Ctx, due: string[]): Promise<Person[]> {
  const same = await samePeople(ctx, due);
  const all = [...same.values()].flat();
  const contacts = await ctx.db.contact.findMany({ where: { id: { in: all } } });
  const opportunities = await ctx.db.opportunity.findMany({ where: { contactId: { in: all } } });
  const opportunityIds = opportunities.map(({ id }) => id);
  const former = await formerValues(ctx, all, opportunityIds);
  const questions = [...(await questionsOf(ctx, "contact")), ...(await questionsOf(ctx, "opportunity"))];
  const theirs = new Map(all.map((id) => [id, { contacts: [], opportunities: [], former: [] } as Known]));
  const ownerOf = new Map(opportunities.map(({ id, contactId }) => [id, contactId]));
  for (const contact of contacts) theirs.get(contact.id)?.contacts.push(contact);
  for (const opportunity of opportunities) theirs.get(opportunity.contactId)?.opportunities.push(opportunity);
  for (const value of former)
    for (const id of new Set([value.contactId, ownerOf.get(value.opportunityId ?? "")]))
      theirs.get(id ?? "")?.former.push(value);
  return due.map((id) => {
    const ids = same.get(id) ?? [];
    const known = ids.flatMap((one) => theirs.get(one) ?? []);
    return personOf(id, ids, questions, {
      contacts: known.flatMap(({ contacts }) => contacts),
      opportunities: known.flatMap(({ opportunities }) => opportunities),
      former: known.flatMap(({ former }) => former),
    });
  });
}

/** What the database holds of a person. */
interface Known {
  contacts: Contact[];
  opportunities: Opportunity[];
  former: Awaited<ReturnType<typeof formerValues>>;
}

function personOf(
  contactId: string,
  contactIds: string[],
  questions: StoredQuestion[],
  { contacts, opportunities, former }: Known,
): Person {
  const reached = [
    ...[...contacts, ...opportunities].flatMap(({ answers }) => reachesOf(questions, answers)),
    ...former.flatMap(({ questionId, value }) => (questionId ? reachesOf(questions, { [questionId]: value }) : [])),
  ];
  const by = (way: Reach["way"]) => reached.filter((one) => one.way === way).map(({ value }) => value);
  const all = (...fields: (keyof Contact & string)[]) => [
    ...new Set([
      ...contacts.flatMap((contact) => fields.map((field) => String(contact[field]))),
      ...former
        .filter(({ field, questionId }) => !questionId && (fields as string[]).includes(field))
        .map(({ value }) => value),
    ]),
  ];
  const named = (values: string[]) => values.filter((value) => value.trim().length > 1);
  return {
    contactId,
    ids: [...contactIds, ...opportunities.map(({ id }) => id)],
    emails: [...all("email"), ...by("email")].filter((email) => email.includes("@")),
    phones: named([...all("phone", "mobile"), ...by("phone")]),
    firstNames: named(all("firstName")),
    lastNames: named(all("lastName")),
    companies: named(all("company")),
  };
}

/** Erases one person's own records, and writes the certificate. Does nothing when the mark was taken off meanwhile. */
async function erase(ctx: Ctx, person: Person, begun: Date, signal: AbortSignal): Promise<void> {
  const { contactId } = person;
  await inTransaction(ctx, async (ctx) => {
    if (!(await holdDue(ctx, contactId))) return;
    // Those given meanwhile; one that is still being written starts over once it sees the certificate.
    await holdExports(ctx);
    await removeExports(ctx, [person], new Date(begun.getTime() - minuteMs), signal);
    const contactIds = (await samePeople(ctx, [contactId])).get(contactId) ?? [];
    const contacts = await ctx.db.contact.findMany({ where: { id: { in: contactIds } } });
    const opportunities = await ctx.db.opportunity.findMany({
      where: { contactId: { in: contactIds } },
      include: { pipeline: { select: { name: true } } },
    });
    const [asked, of] = [await askedFor(ctx, contactId), contacts.find(({ id }) => id === contactId) as Contact];
    const [erased, kept]: [Counts, Counts] = [
      await takeCounts(ctx, contactId),
      { opportunities: opportunities.length },
    ];
    const removed: string[] = [];

    const contactQuestions = await questionsOf(ctx, "contact");
    const opportunityQuestions = await questionsOf(ctx, "opportunity");
    const reached = [
      ...contacts.flatMap(({ answers }) => reachesOf(contactQuestions, answers)),
      ...opportunities.flatMap(({ answers }) => reachesOf(opportunityQuestions, answers)),
    ];
    const addresses = reached.map(({ way, value }) => (way === "email" ? { email: value } : { mobile: value }));
    await suppress(ctx, [...contacts, ...addresses], "anonymised");
    for (const contact of contacts) {
      const answers = sortOut(contactQuestions, contact.answers);
      removed.push(...answers.files);
      count(erased, kept, answers);
      add(erased, "fields", filledFields(contact));
      add(erased, "notes", contact.notes ? 1 : 0);
      await emptyContact(ctx, contact.id, nobody, answers.kept);
    }
    const { isAbout, redact } = matcherOf(person);
    for (const opportunity of opportunities) {
      const answers = sortOut(opportunityQuestions, opportunity.answers);
      removed.push(...answers.files);
      count(erased, kept, answers);
      add(erased, "notes", opportunity.notes ? 1 : 0);
      const title = titleWithout(opportunity, (text) => isAbout(text) || redact(text) !== text);
      if (title !== opportunity.title) add(erased, "opportunities", 1);
      await emptyOpportunity(ctx, opportunity.id, title, answers.kept);
    }
    const opportunityIds = opportunities.map(({ id }) => id);
    add(erased, "events", await emptyEvents(ctx, contactIds, opportunityIds));
    await redactEvents(ctx, person, contactIds, opportunityIds);
    add(erased, "mentions", await forgetUndo(ctx, contactIds, opportunityIds));
    add(erased, "notes", await eraseActionsOf(ctx, contactIds));
    add(erased, "consents", (await emptyProofs(ctx, contactIds)).count);
    await leaveSelections(ctx, contactIds);
    const exchanges = await emptyInteractions(ctx, contactIds);
    add(erased, "interactions", exchanges.count);
    add(erased, "submissions", await emptySubmissions(ctx, contactIds));
    const attachments = await unattached(ctx, exchanges.fileIds);
    add(erased, "files", removed.length + attachments.length);
    await recordEvents(ctx, [{ kind: "contact.anonymised", contactId }]);
    await ctx.db.anonymisationCertificate.create({
      data: {
        ...{ id: uuid(), contactId, contactCode: of.code, ownerId: of.ownerId, organisationId: of.organisationId },
        ...{ requestedAt: asked?.at ?? of.anonymiseAt ?? ctx.now(), requestedById: asked?.actorId ?? null },
        ...{ executedAt: ctx.now(), erased: withoutZeros(erased), kept: withoutZeros(kept) },
      },
    });
    // Before the commit: rows undone are erased again, and bytes that are gone are no loss then.
    await removeAnswerFiles(ctx, removed);
    for (const file of attachments) await removeFile(ctx, file);
  });
}

function count(erased: Counts, kept: Counts, answers: { kept: object; erased: number }): void {
  add(erased, "answers", answers.erased);
  add(kept, "answers", Object.keys(answers.kept).length);
}

const withoutZeros = (counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

const fields = [
  ...(["title", "lastName", "firstName", "company", "email", "phone", "mobile", "address", "postalCode"] as const),
  ...(["city", "country"] as const),
];
const filledFields = (contact: Contact) => fields.filter((field) => contact[field] !== "").length;

/** Answers to questions that are flagged personal, free text and files go; choices, figures and days stay for statistics. */
function sortOut(questions: StoredQuestion[], answers: unknown) {
  const given = Object.entries((answers ?? {}) as Record<string, unknown>);
  const stays = (id: string) => {
    const question = questions.find((one) => one.id === id);
    return question !== undefined && !question.personal && !isFreeText(question);
  };
  const kept = Object.fromEntries(given.filter(([id]) => stays(id)));
  const files = given.flatMap(([id, answer]) => {
    const question = questions.find((one) => one.id === id);
    return question ? filesOf(question, answer).map((file) => file.id) : [];
  });
  return { kept, files, erased: given.length - Object.keys(kept).length };
}

/** What the answers of a record reach somebody by: « E-mail 2 », « Portable du bureau ». */
const reachesOf = (questions: StoredQuestion[], answers: unknown): Reach[] =>
  Object.entries((answers ?? {}) as Record<string, unknown>).flatMap(([id, answer]) => {
    const question = questions.find((one) => one.id === id);
    return (question && reachOf(question, answer)) ?? [];
  });

/** A title that names the person becomes the type's name. */
const titleWithout = (
  { title, pipeline }: Opportunity & { pipeline: { name: string } },
  names: (text: string) => boolean,
): string => (names(title) ? pipeline.name : title);

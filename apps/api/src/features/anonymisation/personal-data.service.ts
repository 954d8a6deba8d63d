import { contactFields, opportunityFields, type Timeline } from "@crm/contract";
import { answerText } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { richTextToPlain } from "../../platform/rich-text.ts";
import { everyActionOf } from "../action/action-records.service.ts";
import { timelineOf } from "../audit/audit.service.ts";
import { listConsents } from "../consent/consent.service.ts";
import { contactName, viewContact } from "../contact/contact.service.ts";
import { everyInteraction } from "../interaction/interaction.service.ts";
import { listOpportunities, viewOpportunity } from "../opportunity/opportunity.service.ts";
import { questionsOf } from "../question/question.service.ts";
import { selectionsOf } from "../selection/selection.service.ts";
import { everySubmission } from "../submission/submission.service.ts";

/** A label and what is held under it. */
type Lines = { label: string; value: string }[];

/**
 * Everything held about one person, as the law lets him ask for it (RGPD, article 15): what the actor may see of it. Only who
 * sees all makes a complete one; another's says that it may not be, whether something is missing or not.
 */
export interface PersonalData {
  complete: boolean;
  /** What to do about it when it is not. */
  notice: string;
  name: string;
  code: string;
  generatedAt: string;
  essentials: Lines;
  notes: string;
  answers: Lines;
  consents: { channel: string; state: string; givenAt: string; source: string; proof: string }[];
  opportunities: {
    title: string;
    code: string;
    fields: Lines;
    notes: string;
    answers: Lines;
    interactions: { kind: string; heldAt: string; text: string; file: string }[];
  }[];
  actions: {
    type: string;
    day: string;
    time: string | null;
    text: string;
    report: string;
    doneAt: string | null;
    owner: string;
  }[];
  /** What he answered to forms. */
  submissions: {
    form: string;
    code: string;
    receivedAt: string;
    page: string;
    answers: Lines;
    consents: { channel: string; wording: string; given: boolean }[];
  }[];
  /** Names of the selections in which he is. */
  selections: string[];
  events: Timeline["rows"];
}

const notice =
  "Ce fichier contient ce que son auteur peut voir de cette personne. Seul un gestionnaire peut établir le fichier complet à lui remettre.";

const filled = (lines: Lines) => lines.filter(({ value }) => value !== "");

/** Collects it. Refuses with NOT_FOUND. */
export async function personalDataOf(ctx: Ctx, id: string): Promise<PersonalData> {
  const contact = await viewContact(ctx, id);
  const { owner, ...values } = contact;
  const read: Record<string, unknown> = { ...values, owner: owner?.name ?? "" };
  const own = contactFields.filter(({ field }) => !["notes", "emailConsent", "smsConsent"].includes(field));
  const complete = ctx.actor.scope === "all";
  return {
    ...{ complete, notice: complete ? "" : notice },
    name: contactName(contact),
    code: contact.code,
    generatedAt: ctx.now().toISOString(),
    essentials: filled(own.map(({ label, field }) => ({ label, value: String(read[field] ?? "") }))),
    notes: richTextToPlain(contact.notes),
    answers: await answerLines(ctx, "contact", contact.answers),
    consents: (await listConsents(ctx, id)).map(({ channel, state, givenAt, source, proof }) => ({
      ...{ channel, state, givenAt, source, proof },
    })),
    opportunities: await opportunitiesOf(ctx, id),
    actions: (await everyActionOf(ctx, id)).map(({ type, day, time, text, report, doneAt, owner }) => ({
      ...{ type: type.label, day, time, text, report, doneAt, owner: owner?.name ?? "" },
    })),
    submissions: (await everySubmission(ctx, id)).map(({ form, code, receivedAt, page, answers, consents }) => ({
      ...{ form: form.name, code, receivedAt, page, consents },
      answers: answers.map(({ label, text }) => ({ label, value: text })),
    })),
    selections: await selectionsOf(ctx, id),
    events: await everyEvent(ctx, id),
  };
}

async function answerLines(ctx: Ctx, record: "contact" | "opportunity", answers: Record<string, unknown>) {
  const questions = await questionsOf(ctx, record);
  return filled(
    questions.map((question) => ({ label: question.label, value: answerText(question, answers[question.id]) })),
  );
}

async function opportunitiesOf(ctx: Ctx, contactId: string) {
  const found: PersonalData["opportunities"] = [];
  if (!ctx.actor.permissions.has("opportunity:read")) return found;
  const query = { contactId, size: 200, sort: "createdAt" } as const;
  for (let after: string | undefined; ; ) {
    const { rows, next } = await listOpportunities(ctx, { ...query, ...(after === undefined ? {} : { after }) });
    for (const { id } of rows) {
      const { title, code, notes, answers, owner, ...values } = await viewOpportunity(ctx, id);
      const read: Record<string, unknown> = { ...values, owner: owner?.name ?? "" };
      const fields = opportunityFields
        .filter(({ field }) => !["notes", "title", "code"].includes(field))
        .map(({ label, field }) => ({ label, value: String(read[field] ?? "") }));
      found.push({
        ...{ title, code, fields: filled(fields), notes: richTextToPlain(notes) },
        answers: await answerLines(ctx, "opportunity", answers),
        interactions: (await everyInteraction(ctx, id)).map(({ kind, heldAt, text, file }) => ({
          ...{ kind, heldAt, text, file: file?.name ?? "" },
        })),
      });
    }
    if (next === null) return found;
    after = next;
  }
}

async function everyEvent(ctx: Ctx, contactId: string): Promise<Timeline["rows"]> {
  const events: Timeline["rows"] = [];
  for (let after: string | undefined; ; ) {
    const { rows, next } = await timelineOf(ctx, { contactId }, { after, size: 100 });
    events.push(...rows);
    if (next === null) return events;
    after = next;
  }
}

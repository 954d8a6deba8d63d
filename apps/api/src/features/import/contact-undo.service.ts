import { answersSchema } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { newIds } from "../../platform/ids.ts";
import { type Happening, recordEvents } from "../audit/audit.service.ts";
import { unsuppressImported } from "../consent/imported-consent.service.ts";
import { withdrawSuppressed } from "../consent/suppression.service.ts";
import { letFilesGo } from "../file/answer-file.service.ts";
import { heldQuestions, type StoredQuestion } from "../question/question.service.ts";
import { endMemberships } from "../selection/selection.service.ts";
import { putBack } from "./contact-merge.ts";
import type { Before, UndoItem, Undone } from "./import-kind.ts";
import {
  contactsToUndo,
  deleteContacts,
  restoreConsents,
  type UndoneContact,
  updateContacts,
} from "./imported-contact.queries.ts";

/**
 * Deletes for good the contacts that an import created and nobody touched since, and puts those it changed back to what they
 * were: fields, answers, notes and consents. The others stay, each with why; so do those that have left the actor's sight
 * since, but what his import itself created for somebody else.
 */
export async function undoContacts(ctx: Ctx, of: { id: string; name: string }, items: UndoItem[]): Promise<Undone> {
  const questions = await heldQuestions(ctx, "contact");
  const contacts = new Map(
    (
      await contactsToUndo(
        ctx,
        of.id,
        items.map(({ id }) => id),
      )
    ).map((one) => [one.id, one]),
  );
  const kept: Undone["kept"] = [];
  const gone: string[] = [];
  const back: { before: Before; now: UndoneContact }[] = [];
  for (const { id, before, version } of items) {
    const now = contacts.get(id);
    if (!now || (before !== null && !now.seen)) kept.push({ id, reason: "NOT_FOUND" });
    else if (before === null && now.inUse) kept.push({ id, reason: reasonFor(now, "STILL_IN_USE") });
    else if (now.anonymised || now.version !== version || (before === null && now.touched))
      kept.push({ id, reason: reasonFor(now, "EDIT_CONFLICT") });
    else if (before === null) gone.push(id);
    else if (answersFit(before, questions)) back.push({ before, now });
    else kept.push({ id, reason: "EDIT_CONFLICT" });
  }
  await unsuppressImported(ctx, [...gone, ...back.map(({ now }) => now.id)]);
  await letFilesGo(ctx, "contact", gone);
  await deleteContacts(ctx, gone);
  await restore(ctx, of, back, questions);
  return { restored: [...gone, ...back.map(({ now }) => now.id)], kept };
}

/** Why a record stays: of one out of sight, no more than that it is not there. */
export const reasonFor = ({ seen }: { seen: boolean }, reason: "STILL_IN_USE" | "EDIT_CONFLICT") =>
  seen ? reason : ("NOT_FOUND" as const);

/** A question whose choices or type changed since may not take its old answer any more. */
export function answersFit({ answers }: Before, questions: StoredQuestion[]): boolean {
  const asked = questions.filter(({ id, archivedAt }) => answers[id] != null && archivedAt === null);
  return answersSchema(asked).safeParse(Object.fromEntries(asked.map(({ id }) => [id, answers[id]]))).success;
}

async function restore(
  ctx: Ctx,
  of: { id: string; name: string },
  back: { before: Before; now: UndoneContact }[],
  questions: StoredQuestion[],
): Promise<void> {
  const restored = back.map(({ before, now }) => putBack(now, before, questions));
  await updateContacts(
    ctx,
    restored.map(({ record }) => record),
  );
  const data = { importId: of.id, name: of.name };
  await recordEvents(
    ctx,
    restored.map(
      ({ record, changes }): Happening => ({ kind: "contact.import-undone", contactId: record.id, data, changes }),
    ),
  );
  const consents = back.flatMap(({ before, now }) =>
    Object.entries((before["consents"] ?? {}) as Record<string, string>).map(([channel, state]) => ({
      ...{ contactId: now.id, channel, state },
    })),
  );
  const ids = newIds(consents.length);
  await endMemberships(
    ctx,
    back.flatMap(({ before }) => (before["memberships"] ?? []) as string[]),
  );
  await restoreConsents(
    ctx,
    consents.map((one, i) => ({ id: ids[i] ?? "", ...one })),
  );
  // Whose own address is on the list stays unsubscribed, whatever was before.
  const again = new Set(consents.map(({ contactId }) => contactId));
  await withdrawSuppressed(
    ctx,
    restored.flatMap(({ record }) => (again.has(record.id) ? [record] : [])),
  );
}

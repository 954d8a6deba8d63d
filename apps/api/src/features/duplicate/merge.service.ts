import type { ContactView, MergeInput, MergePair, MergeUndo, MergeView } from "@crm/contract";
import { issueSentence } from "@crm/fields";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal } from "../../platform/error.ts";
import { recordEvents } from "../audit/audit.service.ts";
import { changesOf, contactName, viewContact } from "../contact/contact.service.ts";
import { answerChanges } from "../question/answers.service.ts";
import { questionsOf } from "../question/question.service.ts";
import {
  belongings,
  closeMerge,
  endMerge,
  fillKept,
  forgetMergesBefore,
  lockContacts,
  mergedAway,
  mergeRow,
  moveBelongings,
  proveConsents,
  putAway,
  recordMerge,
  removeTraces,
  restoreRow,
  returnBelongings,
} from "./merge.queries.ts";

/** How long a merge can be undone. */
const undoMs = 30 * 86_400_000;
/** What a person may write into the notes. */
const notesMax = 100_000;

/** Two contacts side by side, with what would move. Refuses with NOT_FOUND, or ALREADY_MERGED when one is gone into another. */
export async function compareContacts(
  ctx: Ctx,
  { firstId, secondId }: { firstId: string; secondId: string },
): Promise<MergePair> {
  const [first, second] = await bothContacts(ctx, firstId, secondId);
  const rows = await belongings(ctx, [firstId, secondId]);
  const side = (contact: ContactView) => {
    const { id: _, ...rest } = found(
      rows.find(({ id }) => id === contact.id),
      "contact",
      contact.id,
    );
    return { contact, ...rest };
  };
  return { first: side(first), second: side(second) };
}

async function bothContacts(ctx: Ctx, firstId: string, secondId: string): Promise<[ContactView, ContactView]> {
  if (firstId === secondId) throw new Refusal("VALIDATION_FAILED", { field: "secondId" });
  if (await mergedAway(ctx, [firstId, secondId])) throw new Refusal("ALREADY_MERGED");
  return [await viewContact(ctx, firstId), await viewContact(ctx, secondId)];
}

/**
 * Makes two contacts one: the kept one takes what was chosen from the other; its timeline, opportunities and consents move
 * there, and a consent that either took back is taken back. The other one goes; its address leads to the kept one.
 * Refuses with NOT_FOUND, ALREADY_MERGED (the second of two merges at once), MERGE_OUTDATED (a contact changed since it was
 * shown), VALIDATION_FAILED (both notes together are too long).
 */
export function mergeContacts(ctx: Ctx, input: z.output<typeof MergeInput>): Promise<MergeView> {
  return inTransaction(ctx, async (ctx) => {
    const [keptId, mergedId] = [input.kept.id, input.merged.id];
    await lockContacts(ctx, [keptId, mergedId]);
    const [kept, merged] = await bothContacts(ctx, keptId, mergedId);
    if (kept.version !== input.kept.version || merged.version !== input.merged.version)
      throw new Refusal("MERGE_OUTDATED");
    if (input.notes === "both" && kept.notes.length + merged.notes.length > notesMax) throw notesTooLong();

    const [id, consentIds] = [uuid(), [uuid(), uuid()] as [string, string]];
    const questions = await questionsOf(ctx, "contact");
    await recordMerge(ctx, id, keptId, mergedId);
    await moveBelongings(ctx, id, mergedId, keptId);
    const archived = questions.filter(({ archivedAt }) => archivedAt !== null);
    await fillKept(
      ctx,
      input,
      archived.map((question) => question.id),
    );
    await proveConsents(ctx, keptId, consentIds, merged.code);
    await putAway(ctx, mergedId);
    await closeMerge(ctx, id, consentIds);

    const contact = await viewContact(ctx, keptId);
    const changes = [
      ...changesOf(kept, essentialsOf(contact)).changes,
      ...ownerChange(kept, contact),
      ...answerChanges(questions, kept.answers, contact.answers),
    ];
    const data = { mergeId: id, code: merged.code, name: contactName(merged) };
    await recordEvents(ctx, [{ kind: "contact.merged", contactId: keptId, changes, data }]);
    return { id, contact };
  });
}

/**
 * Undoes a merge: both contacts, and what had moved, are again what they were. When the kept one was changed since,
 * `keepChanges` leaves it as it is and brings back the other one with what was its own. Refuses with NOT_FOUND,
 * MERGE_TOO_OLD (30 days, or undone already), MERGE_CHANGED_SINCE (`gone`: the kept contact itself was deleted or merged).
 */
export function undoMerge(ctx: Ctx, id: string, { keepChanges }: z.output<typeof MergeUndo>): Promise<MergeView> {
  return inTransaction(ctx, async (ctx) => {
    const { keptId, mergedId } = found(await mergeRow(ctx, id), "merge", id);
    await lockContacts(ctx, [keptId, mergedId]);
    const merge = found(await mergeRow(ctx, id), "merge", id);
    if (!merge.undoable || ctx.now().getTime() - merge.createdAt.getTime() > undoMs) throw new Refusal("MERGE_TOO_OLD");
    if (!merge.keptThere) throw new Refusal("MERGE_CHANGED_SINCE", { gone: true });
    if (merge.changed && !keepChanges) throw new Refusal("MERGE_CHANGED_SINCE", { gone: false });

    // Contacts first: what moves back copies its contact's name.
    if (!merge.changed) await restoreRow(ctx, id, "kept");
    await restoreRow(ctx, id, "merged");
    await returnBelongings(ctx, id, keptId, mergedId);
    if (!merge.changed) await removeTraces(ctx, merge);
    await endMerge(ctx, id);
    const [contact, back] = [await viewContact(ctx, keptId), await viewContact(ctx, mergedId)];
    if (merge.changed) {
      const data = { mergeId: id, code: back.code, name: contactName(back) };
      await recordEvents(ctx, [{ kind: "contact.unmerged", contactId: keptId, data }]);
    }
    return { id, contact };
  });
}

/** Forgets what merges kept that can't be undone any more. */
export const forgetOldMerges = (ctx: Ctx) => forgetMergesBefore(ctx, new Date(ctx.now().getTime() - undoMs));

function essentialsOf(contact: ContactView) {
  const { title, lastName, firstName, company, email, phone, mobile, address, postalCode, city, country, notes } =
    contact;
  return { title, lastName, firstName, company, email, phone, mobile, address, postalCode, city, country, notes };
}

const ownerChange = (before: ContactView, after: ContactView) =>
  before.owner?.id === after.owner?.id
    ? []
    : [{ field: "owner", from: before.owner?.name ?? null, to: after.owner?.name ?? null }];

function notesTooLong(): Refusal {
  const issue = { rule: "too_big", params: { origin: "string", maximum: notesMax } };
  return new Refusal(
    "VALIDATION_FAILED",
    {},
    { issues: [{ path: "body/notes", ...issue, message: issueSentence(issue, "fr") }] },
  );
}

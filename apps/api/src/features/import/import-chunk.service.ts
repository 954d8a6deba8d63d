import { type AuditChange, type ImportOptions, Notes } from "@crm/contract";
import { defaultAnswers } from "@crm/fields";
import type { z } from "zod";
import type { Ctx } from "../../platform/context.ts";
import { newIds } from "../../platform/ids.ts";
import { type Happening, recordEvents } from "../audit/audit.service.ts";
import { withdrawSuppressed } from "../consent/suppression.service.ts";
import { countSimilar } from "../duplicate/duplicate.service.ts";
import { publish } from "../notification/notification.service.ts";
import type { StoredQuestion } from "../question/question.service.ts";
import { assertAssignable } from "../user/user.service.ts";
import { keepRefusedRows, type StoredImport } from "./import.queries.ts";
import type { Column } from "./import-columns.ts";
import { refuseStrangeFiles } from "./import-files.service.ts";
import { mergeInto, newContact } from "./import-merge.ts";
import { fullNotesRow, type ReadRow, type RefusedRow, twinRow } from "./import-rows.ts";
import { contactsWithEmails, insertContacts, type KnownContact, updateContacts } from "./imported-contact.queries.ts";

interface Chunk {
  columns: Column[];
  questions: StoredQuestion[];
  /** The rows, each judged by itself. */
  verdicts: (ReadRow | RefusedRow)[];
  /** E-mails of the rows accepted before, and where they stood. */
  seen: ReadonlyMap<string, number>;
  /** Writes contacts, under `lockForImport`; else only counts. */
  apply: boolean;
}

/** Works off some rows in the transaction of ctx, in which the import is locked; says how far it is now and which e-mails came in. */
export async function importChunk(ctx: Ctx, row: StoredImport, { columns, questions, verdicts, seen, apply }: Chunk) {
  const options = row.options as z.output<typeof ImportOptions>;
  const { accepted, refused } = sortOut(verdicts, columns, seen);
  const known = await contactsWithEmails(ctx, [...accepted.keys()], { lock: apply });
  await refuseStrangeFiles(ctx, { columns, questions, accepted, refused, known, apply });
  const [created, updated]: [KnownContact[], { contact: KnownContact; changes: AuditChange[] }[]] = [[], []];
  let unchanged = 0;
  const [ids, defaults] = [newIds(accepted.size), defaultAnswers(questions)];
  for (const [email, read] of accepted) {
    const before = known.get(email);
    const merged =
      before && (options.mode !== "create" ? mergeInto(before, read, questions) : { contact: before, changes: [] });
    const contact = merged?.contact ?? { id: ids[created.length] ?? "", ...newContact(read, defaults) };
    if (contact.notes !== before?.notes && !Notes.safeParse(contact.notes).success) {
      refused.push(fullNotesRow(read, columns));
      accepted.delete(email);
    } else if (!merged) created.push(contact);
    else if (merged.changes.length > 0) updated.push(merged);
    else unchanged++;
  }
  if (apply) {
    await insertContacts(ctx, created, await ownerOf(ctx, options.ownerId));
    await updateContacts(
      ctx,
      updated.map(({ contact }) => contact),
    );
    // An import never subscribes anybody again.
    await withdrawSuppressed(ctx, [...created, ...updated.map(({ contact }) => contact)]);
    const data = { importId: row.id, name: row.file.name };
    await recordEvents(ctx, [
      ...created.map(({ id }): Happening => ({ kind: "contact.imported", contactId: id, data })),
      ...updated.map(
        ({ contact, changes }): Happening => ({ kind: "contact.imported", contactId: contact.id, data, changes }),
      ),
    ]);
  }
  await keepRefusedRows(ctx, row.id, refused);
  const counts = {
    done: row.done + verdicts.length,
    created: row.created + created.length,
    updated: row.updated + updated.length,
    unchanged: row.unchanged + unchanged,
    refused: row.refused + refused.length,
    // Said before the person decides; what he then imports is no duplicate of itself.
    similar: row.similar + (apply ? 0 : await countSimilar(ctx, created)),
  };
  await ctx.db.import.update({ where: { id: row.id }, data: counts, select: { id: true } });
  await publish(ctx, row.userId, { kind: "import", id: row.id });
  return { done: counts.done, accepted: [...accepted].map(([email, { row }]) => [email, row] as const) };
}

/** The rows that are all right, by e-mail, and those that aren't. */
function sortOut(verdicts: Chunk["verdicts"], columns: Column[], seen: Chunk["seen"]) {
  const accepted = new Map<string, ReadRow>();
  const refused: RefusedRow[] = [];
  for (const read of verdicts) {
    if ("reasons" in read) {
      refused.push(read);
      continue;
    }
    const first = seen.get(read.email) ?? accepted.get(read.email)?.row;
    if (first === undefined) accepted.set(read.email, read);
    else refused.push(twinRow(read, columns, first));
  }
  return { accepted, refused };
}

/** Who follows the contacts created: whom the person chose, or himself. */
async function ownerOf(ctx: Ctx, ownerId: string | undefined): Promise<{ ownerId: string; organisationId: string }> {
  const { id, organisationId } = ctx.actor;
  if (ownerId === undefined || ownerId === id) return { ownerId: id, organisationId };
  return { ownerId, organisationId: (await assertAssignable(ctx, ownerId)).organisationId };
}

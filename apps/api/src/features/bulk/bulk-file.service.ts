import type { BulkReport, ImportOptions } from "@crm/contract";
import { Prisma } from "@crm/db";
import { toActor } from "../../platform/actors.ts";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import { contactsWhere } from "../contact/contact.service.ts";
import { findUpload, removeFile } from "../file/file.service.ts";
import { type ContactCodes, readContactCodes } from "../import/contact-codes.service.ts";
import { publish } from "../notification/notification.service.ts";
import { bulkWithUser, knownCodes, listItems, lockBulk, opportunitiesAlong } from "./bulk.queries.ts";
import { assertMay, failBulk } from "./bulk-run.service.ts";

/** Codes that a report shows of each sort. */
const codesShown = 50;

/**
 * Reads the file of a deletion and lists the contacts that it names, they and nobody else; tells of codes that are unknown
 * (as are those of contacts out of sight) or repeated. Run again after a crash it starts anew. The file is forgotten then: the list is what is deleted.
 */
export async function checkDeletionFile(ctx: Ctx, bulkId: string): Promise<void> {
  const row = await bulkWithUser(ctx, bulkId);
  if (row?.status !== "checking") return;
  const work = { ...ctx, actor: toActor(row.user, "") };
  const { fileId, encoding, delimiter } = row.params as { fileId: string } & Pick<
    ImportOptions,
    "encoding" | "delimiter"
  >;
  try {
    if (!row.user.active) throw new Refusal("NOT_ALLOWED");
    assertMay(work.actor, row.record);
    const file = await findUpload(work, fileId, "import");
    const read = await readContactCodes(work, {
      ...{ key: file.key, userId: row.userId, reading: { encoding, delimiter } },
      // Kept whatever the file then turns out to be: another way of reading it may be chosen.
      onText: (text) => work.db.bulkChange.update({ where: { id: bulkId }, data: { details: { text } as object } }),
    });
    await inTransaction(work, (ctx) => listNamed(ctx, bulkId, read));
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof UnreadableSpreadsheet)) throw error;
    await failBulk(work, bulkId, error);
  }
  await removeFile(work, fileId);
}

async function listNamed(ctx: Ctx, bulkId: string, { codes, rows, blank, unreadable }: ContactCodes): Promise<void> {
  const row = await lockBulk(ctx, bulkId);
  if (row?.status !== "checking") return;
  const given = [...codes];
  // What PostgreSQL cannot hold is no code of ours.
  const storable = given.filter((code) => !code.includes("\0") && code.isWellFormed());
  const known = await knownCodes(ctx, storable);
  const unknown = given.filter((code) => !known.has(code));
  const named = Prisma.sql`${await contactsWhere(ctx, {})} AND c.code = ANY(${storable})`;
  const total = await listItems(ctx, bulkId, Prisma.sql`contacts c`, Prisma.sql`c.id`, named);
  const report: BulkReport = {
    ...{ rows, blank, duplicates: rows - blank - unreadable.length - codes.size, contacts: total },
    opportunities: await opportunitiesAlong(ctx, bulkId),
    unknown: unknown.length,
    unknownCodes: unknown.slice(0, codesShown).map(shown),
    unreadable: unreadable.length,
    unreadableRows: unreadable.slice(0, codesShown),
  };
  await ctx.db.bulkChange.update({
    where: { id: bulkId },
    data: { total, report: report as Prisma.InputJsonObject, status: "checked", finishedAt: ctx.now() },
  });
  await publish(ctx, row.userId, { kind: "bulk", id: bulkId });
}

/** JSONB holds no NUL and no half of an emoji; a cell may be long. */
const shown = (code: string) => code.slice(0, 40).toWellFormed().replaceAll("\0", "\uFFFD");

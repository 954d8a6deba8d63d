import { type BulkReport, contactFields } from "@crm/contract";
import { Prisma } from "@crm/db";
import { fold } from "@crm/fields";
import { toActor } from "../../platform/actors.ts";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { type SheetRow, UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import { contactsWhere } from "../contact/contact.service.ts";
import { findUpload, removeFile } from "../file/file.service.ts";
import { publish } from "../notification/notification.service.ts";
import { bulkWithUser, knownCodes, listItems, lockBulk, opportunitiesAlong } from "./bulk.queries.ts";
import { assertMay, failBulk } from "./bulk-run.service.ts";

/** Codes that a report shows of each sort. */
const codesShown = 50;

/**
 * Reads the file of a deletion and lists the contacts that it names, they and nobody else; tells of codes that are unknown,
 * out of reach or repeated. Run again after a crash it starts anew. The file is forgotten then: the list is what is deleted.
 */
export async function checkDeletionFile(ctx: Ctx, bulkId: string): Promise<void> {
  const row = await bulkWithUser(ctx, bulkId);
  if (row?.status !== "checking") return;
  const work = { ...ctx, actor: toActor(row.user, "") };
  const { fileId } = row.params as { fileId: string };
  try {
    if (!row.user.active) throw new Refusal("NOT_ALLOWED");
    assertMay(work.actor, row.record);
    const file = await findUpload(work, fileId, "import");
    const read = await readCodes(work.spreadsheets.rows(() => work.files.read(file.key)));
    await inTransaction(work, (ctx) => listNamed(ctx, bulkId, read));
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof UnreadableSpreadsheet)) throw error;
    await failBulk(work, bulkId, error);
  }
  await removeFile(work, fileId);
}

interface Read {
  codes: Set<string>;
  rows: number;
  blank: number;
}

/** The codes of a file, each once. Refuses with HEADER_MISSING, CODE_COLUMN_MISSING, HEADER_DUPLICATE and NO_ROWS. */
async function readCodes(sheet: AsyncIterable<SheetRow>): Promise<Read> {
  const read: Read = { codes: new Set(), rows: 0, blank: 0 };
  let column: number | undefined;
  for await (const { cells } of sheet) {
    if (column === undefined) {
      column = codeColumn(cells);
      continue;
    }
    read.rows++;
    const code = (cells[column] ?? "").trim().toUpperCase();
    if (code === "") read.blank++;
    else read.codes.add(code);
  }
  if (column === undefined) throw new Refusal("HEADER_MISSING");
  if (read.rows === 0) throw new Refusal("NO_ROWS");
  return read;
}

/** Letters and figures alone: « Code contact », CODE_CONTACT and « code-contact » are one. */
const squash = (header: string) => fold(header).replace(/[^\p{L}\p{N}]/gu, "");

const codeNames = new Set(
  contactFields
    .filter(({ field }) => field === "code")
    .flatMap(({ code, label, aliases = [] }) => [code, label, "Contact code", ...aliases])
    .map(squash),
);

function codeColumn(headers: string[]): number {
  const columns = headers.flatMap((header, index) => (codeNames.has(squash(header)) ? [index] : []));
  const [first, second] = columns;
  if (headers.every((header) => header.trim() === "")) throw new Refusal("HEADER_MISSING");
  if (first === undefined) throw new Refusal("CODE_COLUMN_MISSING", { headers: headers.slice(0, 20) });
  if (second !== undefined) throw new Refusal("HEADER_DUPLICATE", { headers: columns.map((index) => headers[index]) });
  return first;
}

async function listNamed(ctx: Ctx, bulkId: string, { codes, rows, blank }: Read): Promise<void> {
  const row = await lockBulk(ctx, bulkId);
  if (row?.status !== "checking") return;
  const given = [...codes];
  // What PostgreSQL cannot hold is no code of ours.
  const storable = given.filter((code) => !code.includes("\0") && code.isWellFormed());
  const known = await knownCodes(ctx, storable);
  const unknown = given.filter((code) => !known.has(code));
  const outOfReach = given.filter((code) => known.get(code) === false);
  const named = Prisma.sql`${await contactsWhere(ctx, {})} AND c.code = ANY(${storable})`;
  const total = await listItems(ctx, bulkId, Prisma.sql`contacts c`, Prisma.sql`c.id`, named);
  const report: BulkReport = {
    ...{ rows, blank, duplicates: rows - blank - codes.size, contacts: total },
    opportunities: await opportunitiesAlong(ctx, bulkId),
    unknown: unknown.length,
    unknownCodes: unknown.slice(0, codesShown).map(shown),
    outOfReach: outOfReach.length,
    outOfReachCodes: outOfReach.slice(0, codesShown),
  };
  await ctx.db.bulkChange.update({
    where: { id: bulkId },
    data: { total, report, status: "checked", finishedAt: ctx.now() },
  });
  await publish(ctx, row.userId, { kind: "bulk", id: bulkId });
}

/** JSONB holds no NUL and no half of an emoji; a cell may be long. */
const shown = (code: string) => code.slice(0, 40).toWellFormed().replaceAll("\0", "\uFFFD");

import { type BulkInput, type BulkView, type bulkApi, bulkKinds, type Request } from "@crm/contract";
import { type BulkChange, Prisma } from "@crm/db";
import { v7 as uuid } from "uuid";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal } from "../../platform/error.ts";
import { parseOrRefuse } from "../../platform/issues.ts";
import { enqueue } from "../../platform/job.ts";
import { contactsWhere } from "../contact/contact.service.ts";
import { findUpload } from "../file/file.service.ts";
import { publish } from "../notification/notification.service.ts";
import { opportunitiesWhere } from "../opportunity/opportunity.service.ts";
import { bulkCheck, bulkRun, bulkUndo } from "./bulk.jobs.ts";
import { bulkRow, changedItems, latestBulk, listItems, lockBulk } from "./bulk.queries.ts";
import { isUnderWay, toBulkView } from "./bulk.view.ts";
import { workOf } from "./bulk-registry.service.ts";
import { applyChunk, assertMay, undoChunk } from "./bulk-run.service.ts";

/** So many records are changed in the request itself; more by a job. */
const atOnce = 100;
/** Listing a million records takes some seconds. */
const listingTimeoutMs = 120_000;

/** The actor's own latest changes. */
export const listBulk = async (ctx: Ctx) => (await latestBulk(ctx)).map((row) => toBulkView(row, ctx.now()));

/** A change of the actor's own and its progress. Refuses with NOT_FOUND. */
export const showBulk = async (ctx: Ctx, id: string): Promise<BulkView> =>
  toBulkView(found(await bulkRow(ctx, id), "bulk", id), ctx.now());

/**
 * Changes many records: those of `ids`, or those that `filter` finds at this moment, but for `except`. They are listed now;
 * up to a hundred are changed now too, more by a job. Records out of reach are left alone and counted. Refuses with
 * NOT_ALLOWED, SELECTION_EMPTY, and with what the kind refuses, before anything is written.
 */
export function createBulk(ctx: Ctx, input: BulkInput): Promise<BulkView> {
  const { record, kind } = input;
  assertMay(ctx.actor, record);
  const { records, params: schema } = bulkKinds[kind];
  if (!(records as readonly string[]).includes(record)) throw new Refusal("VALIDATION_FAILED", { record, kind });
  const params = parseOrRefuse(schema, input.params, "body/params");
  return inTransaction(
    ctx,
    async (ctx) => {
      const work = workOf(kind);
      const ready = await work.prepare(ctx, record, params);
      const id = uuid();
      const data = {
        id,
        userId: ctx.actor.id,
        record,
        kind,
        params: work.params(ready) as object,
        createdAt: ctx.now(),
      };
      await ctx.db.bulkChange.create({ data: { ...data, status: "running" } });
      const total = await listSelection(ctx, id, input);
      if (total === 0) throw new Refusal("SELECTION_EMPTY", { record });
      const named = new Set(input.ids);
      for (const id of input.except ?? []) named.delete(id);
      const skipped = input.ids ? named.size - total : 0;
      await ctx.db.bulkChange.update({ where: { id }, data: { total, skipped } });
      return startOrDo(ctx, id, total);
    },
    { timeout: listingTimeoutMs },
  );
}

async function listSelection(ctx: Ctx, bulkId: string, input: BulkInput): Promise<number> {
  const { ids, except = [] } = input;
  const among = (column: Prisma.Sql) => [
    ...(ids ? [Prisma.sql`${column} = ANY(${ids}::uuid[])`] : []),
    ...(except.length > 0 ? [Prisma.sql`${column} <> ALL(${except}::uuid[])`] : []),
  ];
  if (input.record === "contact") {
    const [column, where] = [Prisma.sql`c.id`, await contactsWhere(ctx, input.filter ?? {})];
    return listItems(ctx, bulkId, Prisma.sql`contacts c`, column, Prisma.join([where, ...among(column)], " AND "));
  }
  const [column, where] = [Prisma.sql`o.id`, await opportunitiesWhere(ctx, input.filter ?? {})];
  return listItems(ctx, bulkId, Prisma.sql`opportunities o`, column, Prisma.join([where, ...among(column)], " AND "));
}

/** A few records are worked off in this transaction, many by the job, whichever way a locked change goes. */
async function startOrDo(ctx: Ctx, id: string, total: number): Promise<BulkView> {
  const row = await held(ctx, id);
  const back = row.status === "undoing";
  if (total > atOnce) await enqueue(ctx, back ? bulkUndo : bulkRun, { bulkId: id });
  else while (await (back ? undoChunk : applyChunk)(ctx, await held(ctx, id)));
  return showBulk(ctx, id);
}

/**
 * Starts reading which contacts an uploaded file names, by their code (guide 2.6); nothing is deleted yet. Refuses with
 * NOT_ALLOWED, and NOT_FOUND (no such upload of the actor's).
 */
export function checkDeletion(
  ctx: Ctx,
  { fileId, ...reading }: Request<typeof bulkApi.checkDeletion>["body"],
): Promise<BulkView> {
  assertMay(ctx.actor, "contact");
  return inTransaction(ctx, async (ctx) => {
    const file = await findUpload(ctx, fileId, "import");
    const id = uuid();
    const data = { userId: ctx.actor.id, record: "contact", kind: "delete", createdAt: ctx.now() };
    const params = { fileId, fileName: file.name, ...reading };
    await ctx.db.bulkChange.create({ data: { ...data, id, params, status: "checking" } });
    await enqueue(ctx, bulkCheck, { bulkId: id });
    return showBulk(ctx, id);
  });
}

/** Does what was checked, once. Refuses with NOT_FOUND, NOT_ALLOWED, BULK_NOT_READY, and SELECTION_EMPTY. */
export function runChecked(ctx: Ctx, id: string): Promise<BulkView> {
  return inTransaction(ctx, async (ctx) => {
    await showBulk(ctx, id);
    const { record, status, total } = await held(ctx, id);
    assertMay(ctx.actor, record);
    if (status !== "checked") throw new Refusal("BULK_NOT_READY", { status });
    if (total === 0) throw new Refusal("SELECTION_EMPTY", { record });
    await ctx.db.bulkChange.update({ where: { id }, data: { status: "running", finishedAt: null, details: {} } });
    return startOrDo(ctx, id, total);
  });
}

/** Stops at the next chunk; what is changed stays, and can be undone. A change that has ended is left as it is. Refuses with NOT_FOUND. */
export function cancelBulk(ctx: Ctx, id: string): Promise<BulkView> {
  return inTransaction(ctx, async (ctx) => {
    await showBulk(ctx, id);
    const { status, userId } = await held(ctx, id);
    if (isUnderWay(status)) {
      await ctx.db.bulkChange.update({ where: { id }, data: { status: "cancelled", finishedAt: ctx.now() } });
      await publish(ctx, userId, { kind: "bulk", id });
    }
    return showBulk(ctx, id);
  });
}

/**
 * Restores what a change did, but for the records that somebody changed since: those are left alone and counted. Refuses
 * with NOT_FOUND, NOT_ALLOWED, and BULK_NOT_READY while it is under way, when it did nothing, was undone or is too old.
 */
export function undoBulk(ctx: Ctx, id: string): Promise<BulkView> {
  return inTransaction(ctx, async (ctx) => {
    await showBulk(ctx, id);
    const row = await held(ctx, id);
    assertMay(ctx.actor, row.record);
    if (!toBulkView(row, ctx.now()).can.undo) throw new Refusal("BULK_NOT_READY", { status: row.status });
    const total = await changedItems(ctx, id);
    const anew = { total, done: 0, skipped: 0, cursor: null, failure: null, details: {}, finishedAt: null };
    await ctx.db.bulkChange.update({ where: { id }, data: { ...anew, status: "undoing" } });
    return startOrDo(ctx, id, total);
  });
}

const held = async (ctx: Ctx, id: string): Promise<BulkChange> => found(await lockBulk(ctx, id), "bulk", id);

import type {
  AuditChange,
  AuditKind,
  InteractionChanges,
  InteractionInput,
  InteractionPage,
  InteractionQuery,
  InteractionView,
} from "@crm/contract";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal, refuseConflict } from "../../platform/error.ts";
import { recordEvents } from "../audit/audit.service.ts";
import { findUpload } from "../file/file.service.ts";
import { assertSees, holdOpportunity } from "../opportunity/opportunity.service.ts";
import { changesOf, excerpt } from "./interaction.changes.ts";
import { type InteractionRow, interactionCounts, interactionPage, interactionRow } from "./interaction.queries.ts";
import { toInteractionView } from "./interaction.view.ts";

export { emptyInteractions } from "./interaction.queries.ts";

/** A clock that goes a little fast is no exchange to come. */
const toleranceMs = 5 * 60_000;

/**
 * A page of the exchanges about an opportunity, latest held first; the first page says how many there are of each kind
 * (guide 3.2: « l'historique des échanges » and « une vision synthétique »). Refuses with NOT_FOUND.
 */
export async function listInteractions(
  ctx: Ctx,
  opportunityId: string,
  query: z.output<typeof InteractionQuery>,
): Promise<InteractionPage> {
  const first = query.after === undefined;
  const counts = first ? found(await interactionCounts(ctx, opportunityId), "opportunity", opportunityId) : null;
  if (!first) await assertSees(ctx, opportunityId);
  const { rows, next } = await interactionPage(ctx, opportunityId, query);
  return { rows: rows.map((row) => toInteractionView(row, ctx.actor)), next, counts };
}

/** Every exchange about an opportunity, for who asks what is held about a person. Refuses with NOT_FOUND. */
export async function everyInteraction(ctx: Ctx, opportunityId: string): Promise<InteractionView[]> {
  const all: InteractionView[] = [];
  for (let after: string | undefined; ; ) {
    const { rows, next } = await listInteractions(ctx, opportunityId, { after, size: 100 });
    all.push(...rows);
    if (next === null) return all;
    after = next;
  }
}

/**
 * Writes an exchange down; the timelines of the opportunity and of its contact tell it.
 * Refuses with NOT_FOUND (the attachment too), EXCHANGE_IN_FUTURE.
 */
export function createInteraction(
  ctx: Ctx,
  opportunityId: string,
  { kind, text, fileId, ...input }: z.output<typeof InteractionInput>,
): Promise<InteractionView> {
  return inTransaction(ctx, async (ctx) => {
    const [id, now] = [uuid(), ctx.now()];
    const heldAt = input.heldAt === undefined ? now : new Date(input.heldAt);
    refuseFuture(ctx, heldAt);
    const { contact } = await holdOpportunity(ctx, opportunityId);
    if (fileId !== null) await findUpload(ctx, fileId, "attachment");
    const of = { opportunityId, contactId: contact.id, actorId: ctx.actor.id };
    await ctx.db.interaction.create({
      data: { id, kind, heldAt, text, fileId, ...of, createdAt: now, updatedAt: now },
      select: { id: true },
    });
    const row = await hold(ctx, id);
    await tell(ctx, "interaction.created", row);
    return toInteractionView(row, ctx.actor);
  });
}

/** Corrects an exchange. Refuses with NOT_FOUND, EDIT_CONFLICT, EXCHANGE_IN_FUTURE. */
export function updateInteraction(
  ctx: Ctx,
  id: string,
  { version, ...written }: z.output<typeof InteractionChanges>,
): Promise<InteractionView> {
  return inTransaction(ctx, async (ctx) => {
    const before = await hold(ctx, id);
    const view = toInteractionView(before, ctx.actor);
    refuseConflict(view, version);
    if (written.heldAt !== undefined) refuseFuture(ctx, new Date(written.heldAt));
    const isNew = written.fileId && written.fileId !== before.file?.id;
    const file = isNew ? await findUpload(ctx, written.fileId as string, "attachment") : null;
    const { data, changes } = changesOf(view, written, file?.name ?? null);
    if (changes.length === 0) return view;
    await write(ctx, id, data);
    const row = await hold(ctx, id);
    await tell(ctx, "interaction.changed", row, changes);
    return toInteractionView(row, ctx.actor);
  });
}

/** Deletes an exchange; it can be brought back until it goes for good. Refuses with NOT_FOUND. */
export function removeInteraction(ctx: Ctx, id: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const row = await hold(ctx, id);
    await write(ctx, id, { deletedAt: ctx.now() });
    await tell(ctx, "interaction.deleted", row);
  });
}

/** Brings a deleted exchange back. Refuses with NOT_FOUND. */
export function restoreInteraction(ctx: Ctx, id: string): Promise<InteractionView> {
  return inTransaction(ctx, async (ctx) => {
    found(await interactionRow(ctx, id, { deleted: true, lock: true }), "interaction", id);
    await write(ctx, id, { deletedAt: null });
    const row = await hold(ctx, id);
    await tell(ctx, "interaction.restored", row);
    return toInteractionView(row, ctx.actor);
  });
}

const hold = async (ctx: Ctx, id: string): Promise<InteractionRow> =>
  found(await interactionRow(ctx, id, { lock: true }), "interaction", id);

type Columns = Partial<ReturnType<typeof changesOf>["data"]> & { deletedAt?: Date | null };
const write = (ctx: Ctx, id: string, data: Columns) =>
  ctx.db.interaction.update({
    where: { id },
    data: { ...data, version: { increment: 1 }, updatedAt: ctx.now() },
    select: { id: true },
  });

/** An exchange took place; what is to come is an action. */
function refuseFuture(ctx: Ctx, heldAt: Date): void {
  if (heldAt.getTime() > ctx.now().getTime() + toleranceMs)
    throw new Refusal("EXCHANGE_IN_FUTURE", { heldAt: heldAt.toISOString(), now: ctx.now().toISOString() });
}

function tell(
  ctx: Ctx,
  kind: Extract<AuditKind, `interaction.${string}`>,
  row: InteractionRow,
  changes: AuditChange[] = [],
): Promise<void> {
  const { id: interactionId, opportunityId, contactId, heldAt, text } = row;
  const data = { interactionId, kind: row.kind, heldAt: heldAt.toISOString() };
  const said = kind === "interaction.created" ? { text: excerpt(text) } : {};
  return recordEvents(ctx, [{ kind, contactId, opportunityId, changes, data: { ...data, ...said } }]);
}

import type { Request, SelectionView, selectionApi } from "@crm/contract";
import { v7 as uuid } from "uuid";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal, refuseConflict, refuseTaken } from "../../platform/error.ts";
import { lockSelection, namesOf, type SelectionRow, selectionRows } from "./selection.queries.ts";

export {
  addMembers,
  endMemberships,
  holdSelections,
  joinSelections,
  makeSelections,
  membersOf,
  removeMembers,
  removeUnused,
  selectedWhere,
  selectionCells,
  usableSelections,
} from "./selection.queries.ts";

/** The selections that the actor may use: his own, and those shared in his organisation. */
export const listSelections = async (ctx: Ctx): Promise<SelectionView[]> =>
  (await selectionRows(ctx)).map((row) => toSelectionView(ctx, row));

/** A selection that the actor may use, held until the transaction ends. Refuses with NOT_FOUND. */
export async function holdSelection(ctx: Ctx, id: string): Promise<SelectionView> {
  await lockSelection(ctx, id);
  return showSelection(ctx, id);
}

async function showSelection(ctx: Ctx, id: string): Promise<SelectionView> {
  const [row] = await selectionRows(ctx, id);
  return toSelectionView(ctx, found(row ?? null, "selection", id));
}

/** Names of the selections in which a contact is, of those that the actor may use. */
export const selectionsOf = async (ctx: Ctx, contactId: string): Promise<string[]> =>
  (await namesOf(ctx, contactId)).map(({ name }) => name);

/** Takes contacts out of every selection, whoever made it: of an anonymised person nothing is left in one. */
export const leaveSelections = (ctx: Ctx, contactIds: string[]) =>
  ctx.db.selectionMember.deleteMany({ where: { contactId: { in: contactIds } } });

/** A new, empty selection. Refuses with NAME_TAKEN one's second of that name. */
export function createSelection(ctx: Ctx, input: Request<typeof selectionApi.create>["body"]): Promise<SelectionView> {
  return inTransaction(ctx, async (ctx) => {
    const id = uuid();
    await ctx.db.selection
      .create({ data: { id, userId: ctx.actor.id, createdAt: ctx.now(), ...input } })
      .catch(refuseTaken("NAME_TAKEN", { name: input.name }));
    return showSelection(ctx, id);
  });
}

/** Renames or shares a selection of one's own. Refuses with NOT_FOUND, NOT_ALLOWED somebody else's, EDIT_CONFLICT, NAME_TAKEN. */
export function updateSelection(
  ctx: Ctx,
  id: string,
  { version, ...changes }: Request<typeof selectionApi.update>["body"],
): Promise<SelectionView> {
  return inTransaction(ctx, async (ctx) => {
    refuseConflict(await holdOwn(ctx, id), version);
    const { name, shared } = changes;
    const data = { ...(name !== undefined && { name }), ...(shared !== undefined && { shared }) };
    await ctx.db.selection
      .update({ where: { id }, data: { ...data, version: { increment: 1 } } })
      .catch(refuseTaken("NAME_TAKEN", { name: name ?? "" }));
    return showSelection(ctx, id);
  });
}

/** Deletes a selection of one's own; its contacts stay. Refuses with NOT_FOUND, NOT_ALLOWED somebody else's. */
export function removeSelection(ctx: Ctx, id: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    await holdOwn(ctx, id);
    await ctx.db.selection.delete({ where: { id } });
  });
}

async function holdOwn(ctx: Ctx, id: string): Promise<SelectionView> {
  const selection = await holdSelection(ctx, id);
  if (!selection.can.update) throw new Refusal("NOT_ALLOWED");
  return selection;
}

const toSelectionView = ({ actor }: Ctx, { ownerId, ownerName, createdAt, ...row }: SelectionRow): SelectionView => ({
  ...row,
  owner: { id: ownerId, name: ownerName },
  createdAt: createdAt.toISOString(),
  can: { update: ownerId === actor.id },
});

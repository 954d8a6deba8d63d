import type { ActionIcon, ActionTypeInput, ActionTypeView } from "@crm/contract";
import type { ActionType } from "@crm/db";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal, refuseConflict, refuseTaken } from "../../platform/error.ts";
import { actionTypeRow, actionTypeRows, lockActionType, lockActionTypeOrder } from "./action-type.queries.ts";

type Input = z.output<typeof ActionTypeInput>;

const toView = ({ id, label, icon, archivedAt, version }: ActionType): ActionTypeView => ({
  ...{ id, label, version },
  icon: icon as ActionIcon,
  archived: archivedAt !== null,
});
const viewType = async (ctx: Ctx, id: string) => toView(found(await actionTypeRow(ctx, id), "action type", id));

/** Every type of action in its order; archived ones too, marked. */
export const listActionTypes = async (ctx: Ctx): Promise<ActionTypeView[]> => (await actionTypeRows(ctx)).map(toView);

/** A type, kept as it is until the transaction ends. Refuses with NOT_FOUND. */
export async function holdActionType(ctx: Ctx, id: string): Promise<ActionTypeView> {
  await lockActionType(ctx, id, "FOR SHARE");
  return viewType(ctx, id);
}

/** Adds a type behind the others. Refuses with NAME_TAKEN. */
export function createActionType(ctx: Ctx, { label, icon }: Input): Promise<ActionTypeView> {
  return inTransaction(ctx, async (ctx) => {
    await lockActionTypeOrder(ctx);
    const position = (await actionTypeRows(ctx)).length;
    const data = { id: uuid(), label, icon, position };
    return toView(await ctx.db.actionType.create({ data }).catch(refuseTaken("NAME_TAKEN", { name: label })));
  });
}

/** Changes a type's name and picture, on the actions of it too. Refuses with NOT_FOUND, EDIT_CONFLICT, NAME_TAKEN. */
export function updateActionType(ctx: Ctx, id: string, { version, label, icon }: Input & { version: number }) {
  return inTransaction(ctx, async (ctx) => {
    await lockActionType(ctx, id, "FOR UPDATE");
    refuseConflict(await viewType(ctx, id), version);
    const data = { label, icon, version: { increment: 1 } };
    return toView(
      await ctx.db.actionType.update({ where: { id }, data }).catch(refuseTaken("NAME_TAKEN", { name: label })),
    );
  });
}

/** Archives a type (no new action of it; those planned keep it) or brings it back. Refuses with NOT_FOUND. */
export function archiveActionType(ctx: Ctx, id: string, archived: boolean): Promise<ActionTypeView> {
  return inTransaction(ctx, async (ctx) => {
    await lockActionType(ctx, id, "FOR UPDATE");
    const type = await viewType(ctx, id);
    if (type.archived === archived) return type;
    const data = { archivedAt: archived ? ctx.now() : null, version: { increment: 1 } };
    return toView(await ctx.db.actionType.update({ where: { id }, data }));
  });
}

/** The order of the types, archived ones included. Refuses with ORDER_OUTDATED unless it names each once. */
export function reorderActionTypes(ctx: Ctx, ids: string[]): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    await lockActionTypeOrder(ctx);
    const known = await actionTypeRows(ctx);
    const named = new Set(ids);
    if (named.size !== ids.length || known.length !== ids.length || known.some(({ id }) => !named.has(id)))
      throw new Refusal("ORDER_OUTDATED");
    for (const [position, id] of ids.entries()) await ctx.db.actionType.update({ where: { id }, data: { position } });
  });
}

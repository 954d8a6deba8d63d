import type { SelectionView } from "@crm/contract";
import type { Ctx } from "../../platform/context.ts";
import { addMembers, holdSelection, removeMembers } from "../selection/selection.service.ts";
import type { BulkWork, ParamsOf } from "./bulk-kinds.ts";

type Move = (ctx: Ctx, selectionId: string, contactIds: string[]) => Promise<string[]>;

/** Contacts go into a selection, or out of it; undone by the way back. Refuses with NOT_FOUND. */
const moving = (there: Move, back: Move): BulkWork<ParamsOf<"select">, SelectionView> => ({
  prepare: (ctx, _record, { selectionId }) => holdSelection(ctx, selectionId),
  params: ({ id, name }) => ({ selectionId: id, selectionName: name }),
  apply: async (ctx, _record, ids, { id: selectionId }) =>
    (await there(ctx, selectionId, ids)).map((id) => ({ id, before: {}, version: null })),
  undo: (ctx, _record, changed, { selectionId }) =>
    back(
      ctx,
      selectionId,
      changed.map(({ id }) => id),
    ),
});

export const selectMany = moving(addMembers, removeMembers);
export const deselectMany = moving(removeMembers, addMembers);

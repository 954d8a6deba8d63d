import type { Ctx } from "../../platform/context.ts";
import { notify } from "../notification/notification.service.ts";
import { ownersGiven, type StoredImport } from "./import.queries.ts";

/** Tells each person who follows records because of an import, once, how many; whoever imports knows already. */
export async function tellOwners(ctx: Ctx, row: StoredImport): Promise<void> {
  // Submissions give nobody anything to follow.
  if (row.created + row.updated === 0 || row.record === "submission") return;
  for (const { ownerId, count } of await ownersGiven(ctx, row))
    await notify(ctx, ownerId, "import.assigned", {
      ...{ importId: row.id, record: row.record, name: row.file.name, count, by: ctx.actor.name },
    });
}

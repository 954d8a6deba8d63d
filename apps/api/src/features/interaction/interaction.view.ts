import type { InteractionView } from "@crm/contract";
import { sees } from "../../platform/access.ts";
import type { Actor } from "../../platform/context.ts";
import { toFileView } from "../file/file.service.ts";
import type { InteractionRow } from "./interaction.queries.ts";

export function toInteractionView(row: InteractionRow, actor: Actor): InteractionView {
  const { id, opportunityId, kind, heldAt, text, file, version, createdAt } = row;
  return {
    ...{ id, opportunityId, kind, text, version, actor: row.actor },
    heldAt: heldAt.toISOString(),
    file: file && toFileView({ ...file, createdAt: new Date(file.createdAt) }),
    createdAt: createdAt.toISOString(),
    can: { update: sees(actor, row) && actor.permissions.has("opportunity:write") },
  };
}

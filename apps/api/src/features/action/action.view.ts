import type { ActionView } from "@crm/contract";
import type { Actor } from "../../platform/context.ts";
import type { ActionRow } from "./action.queries.ts";
import { groupOf, plannedFor } from "./action-moment.ts";

/** An action as an actor sees it who reaches it (`reaches`: he may have given it away just now). */
export function toActionView(row: ActionRow, actor: Actor, now: Date, reaches = true): ActionView {
  const { contactId: _, opportunityId: __, organisationId: ___, allDay, dueAt, doneAt, ...shown } = row;
  return {
    ...shown,
    ...plannedFor(dueAt, allDay),
    dueAt: dueAt.toISOString(),
    group: groupOf(dueAt, now),
    doneAt: doneAt?.toISOString() ?? null,
    can: { update: reaches && actor.permissions.has("crm:use") },
  };
}

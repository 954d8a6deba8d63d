import type { OpportunityCard, OpportunityRow, OpportunityView } from "@crm/contract";
import { sees } from "../../platform/access.ts";
import type { Actor } from "../../platform/context.ts";
import { type AuditRow, toTimeline } from "../audit/audit.service.ts";
import type { OpportunityDetailRow, OpportunityListRow } from "./opportunity.queries.ts";

export const toOpportunityRow = ({
  contactId,
  contactName,
  createdAt,
  ...row
}: OpportunityListRow): OpportunityRow => ({
  ...row,
  contact: { id: contactId, name: contactName },
  createdAt: createdAt.toISOString(),
});

export function toOpportunityView(row: OpportunityDetailRow, actor: Actor): OpportunityView {
  const { notes, statusReason, remindOn, reached, nextStageId, version, updatedAt, organisationId, ...listed } = row;
  const visible = sees(actor, { ownerId: row.owner?.id ?? null, organisationId });
  return {
    ...toOpportunityRow(listed),
    notes,
    statusReason,
    remindOn,
    reached,
    nextStageId,
    version,
    updatedAt: updatedAt.toISOString(),
    can: { update: visible && actor.permissions.has("opportunity:write") },
  };
}

/** `size`: how many events the card shows; the row holds one more when there is a next page. */
export const toOpportunityCard = (
  { events, ...row }: OpportunityDetailRow & { events: AuditRow[] },
  actor: Actor,
  size: number,
): OpportunityCard => ({ ...toOpportunityView(row, actor), timeline: toTimeline(events, size) });

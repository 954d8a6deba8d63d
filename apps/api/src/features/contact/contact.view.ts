import type { ContactCard, ContactRow, ContactView } from "@crm/contract";
import { sees } from "../../platform/access.ts";
import type { Actor } from "../../platform/context.ts";
import { toTimeline } from "../audit/audit.service.ts";
import type { ListedContact, StoredCard, StoredContact } from "./contact.queries.ts";

export const toContactRow = (row: ListedContact): ContactRow => ({ ...row, createdAt: row.createdAt.toISOString() });

export const toContactView = ({ ownerId, organisationId, ...row }: StoredContact, actor: Actor): ContactView => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  anonymiseAt: row.anonymiseAt?.toISOString() ?? null,
  anonymisedAt: row.anonymisedAt?.toISOString() ?? null,
  can: {
    update:
      row.anonymisedAt === null && actor.permissions.has("contact:write") && sees(actor, { ownerId, organisationId }),
  },
});

/** `size`: how many events the card shows; the row holds one more when there is a next page. */
export const toContactCard = (
  { opportunities, events, ...row }: StoredCard,
  actor: Actor,
  size: number,
): ContactCard => ({
  ...toContactView(row, actor),
  opportunities: opportunities.map((opportunity) => ({
    ...opportunity,
    createdAt: new Date(opportunity.createdAt).toISOString(),
  })),
  timeline: toTimeline(events, size),
});

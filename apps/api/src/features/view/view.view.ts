import type { Display, SavedView } from "@crm/contract";
import type { Prisma } from "@crm/db";
import type { RecordName } from "@crm/fields";
import type { Actor } from "../../platform/context.ts";

export const withOwner = { user: { select: { firstName: true, lastName: true } } } as const;
type StoredView = Prisma.SavedViewGetPayload<{ include: typeof withOwner }>;

export const toSavedView = ({ userId, user, createdAt: _, ...row }: StoredView, actor: Actor): SavedView => ({
  ...row,
  record: row.record as RecordName,
  columns: row.columns as string[],
  display: row.display as Display,
  owner: { id: userId, name: `${user.firstName} ${user.lastName}`.trim() },
  can: { update: userId === actor.id },
});

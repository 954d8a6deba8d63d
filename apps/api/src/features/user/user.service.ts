import type { UserRef } from "@crm/contract";
import type { Ctx } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { directoryRows, lockAssignable, refRows } from "./user.queries.ts";
import { toUserRef } from "./user.view.ts";

/**
 * The user, if a record can be given to him: active and with the CRM functions open to him.
 * Locks him until the transaction ends, so that he can't change organisation meanwhile.
 * Refuses with OWNER_NOT_ASSIGNABLE.
 */
export async function assertAssignable(ctx: Ctx, userId: string): Promise<{ id: string; organisationId: string; name: string }> {
  const user = await lockAssignable(ctx, userId);
  if (!user) throw new Refusal("OWNER_NOT_ASSIGNABLE", { userId });
  return user;
}

/** The users of these ids, whoever they are: to show who follows or did something. */
export async function userRefs(ctx: Ctx, ids: string[]): Promise<Map<string, UserRef>> {
  const rows = await refRows(ctx, ids);
  return new Map(rows.map((row) => [row.id, toUserRef(row)]));
}

/** Whom a record can be assigned to, and who was: active users first, by name. */
export async function listDirectory(ctx: Ctx): Promise<UserRef[]> {
  return (await directoryRows(ctx)).map(toUserRef);
}

import type { Ctx } from "../../platform/context.ts";
import { assertAssignable } from "../user/user.service.ts";

/** Who follows the records created: whom the person chose, or himself. Refuses with OWNER_NOT_ASSIGNABLE. */
export async function ownerFor(
  ctx: Ctx,
  ownerId: string | undefined,
): Promise<{ ownerId: string; organisationId: string }> {
  const { id, organisationId } = ctx.actor;
  if (ownerId === undefined || ownerId === id) return { ownerId: id, organisationId };
  return { ownerId, organisationId: (await assertAssignable(ctx, ownerId)).organisationId };
}

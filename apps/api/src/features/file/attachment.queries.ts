import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";

/**
 * Whether the actor may read an attachment: one of an exchange about an opportunity that he sees, or his own upload that no
 * exchange has yet.
 */
export async function attachmentSeen(ctx: Ctx, id: string): Promise<boolean> {
  if (!ctx.actor.permissions.has("opportunity:read")) return false;
  const rows = await ctx.db.$queryRaw<unknown[]>`
    SELECT 1 FROM files f WHERE f.id = ${id}::uuid AND f.purpose = 'attachment' AND (
      EXISTS (SELECT 1 FROM interactions i JOIN opportunities o ON o.id = i.opportunity_id
              WHERE i.file_id = f.id AND i.deleted_at IS NULL AND ${recordScope(ctx.actor, "o")})
      OR (f.uploader_id = ${ctx.actor.id || null}::uuid AND NOT EXISTS (SELECT 1 FROM interactions i WHERE i.file_id = f.id)))`;
  return rows.length > 0;
}

/** Those of the files that no exchange has. */
export async function unattached(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT f.id FROM files f WHERE f.id = ANY(${ids}::uuid[]) AND f.purpose = 'attachment'
      AND NOT EXISTS (SELECT 1 FROM interactions i WHERE i.file_id = f.id)`;
  return rows.map(({ id }) => id);
}

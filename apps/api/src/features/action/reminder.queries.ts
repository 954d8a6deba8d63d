import { Prisma } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";

const dayMs = 86_400_000;
/** The day of an action without an hour begins so on the clocks of Paris. */
const morning = Prisma.raw(
  "(date_trunc('day', a.due_at AT TIME ZONE 'Europe/Paris') + interval '8 hours') AT TIME ZONE 'Europe/Paris'",
);
const open = Prisma.raw("a.done_at IS NULL AND a.deleted_at IS NULL");

/**
 * Claims what is to be reminded of now: nobody else gets the same rows. What should have been told more than a day ago
 * (the application stood still, or a file brought it) is not told any more.
 */
export const claimReminders = (ctx: Ctx, limit: number) => ctx.db.$queryRaw<{ id: string }[]>`
  UPDATE actions SET reminded_at = ${ctx.now()}
  WHERE id IN (
    SELECT a.id FROM actions a JOIN users u ON u.id = a.owner_id AND u.active
    WHERE a.reminded_at IS NULL AND ${open}
      AND a.due_at > ${new Date(ctx.now().getTime() - dayMs)} AND a.due_at < ${new Date(ctx.now().getTime() + dayMs)}
      AND CASE WHEN a.all_day THEN ${morning} ELSE a.due_at END <= ${ctx.now()}
      AND EXISTS (SELECT FROM contacts c WHERE c.id = a.contact_id AND c.deleted_at IS NULL)
      AND NOT EXISTS (SELECT FROM opportunities o WHERE o.id = a.opportunity_id AND o.deleted_at IS NOT NULL)
    ORDER BY a.due_at LIMIT ${limit} FOR UPDATE OF a SKIP LOCKED)
  RETURNING id`;

/** Claims the e-mail of a reminder just before it is sent; false: it was sent, or there is nothing to remind of any more. */
export async function claimMail(ctx: Ctx, id: string): Promise<boolean> {
  const claimed = await ctx.db.$executeRaw`
    UPDATE actions a SET mailed_at = ${ctx.now()}
    WHERE a.id = ${id}::uuid AND a.mailed_at IS NULL AND a.reminded_at IS NOT NULL AND ${open}`;
  return claimed > 0;
}

/** The carrier did not take it: it may be tried again. */
export const unclaimMail = (ctx: Ctx, id: string) =>
  ctx.db.$executeRaw`UPDATE actions SET mailed_at = NULL WHERE id = ${id}::uuid`;

/** Deletes for good what was deleted long ago. */
export const forgetActionsBefore = (ctx: Ctx, moment: Date) =>
  ctx.db.$executeRaw`DELETE FROM actions WHERE deleted_at < ${moment}`;

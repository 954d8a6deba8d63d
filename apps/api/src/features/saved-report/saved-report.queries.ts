import type { Ctx } from "../../platform/context.ts";
import type { LastSending } from "./saved-report.view.ts";

/** What came of each report when it last went out; one whose turn came to be skipped counts in none. */
export const lastSendings = (ctx: Ctx, ids: readonly string[]) => ctx.db.$queryRaw<
  (LastSending & { reportId: string })[]
>`
  SELECT DISTINCT ON (d.report_id) d.report_id AS "reportId", d.due_at AS at,
    (count(*) FILTER (WHERE d.status = 'sent'))::int AS sent,
    (count(*) FILTER (WHERE d.status IN ('waiting', 'sending')))::int AS waiting,
    (count(*) FILTER (WHERE d.status = 'failed'))::int AS failed
  FROM report_deliveries d WHERE d.report_id = ANY(${[...ids]}::uuid[])
  GROUP BY d.report_id, d.due_at ORDER BY d.report_id, d.due_at DESC`;

export interface DueSchedule {
  reportId: string;
  cadence: string;
  day: number;
  hour: number;
  format: string;
  nextAt: Date;
}

/** The schedules whose moment has come: nobody else gets the same rows until the transaction ends. */
export const claimDue = (ctx: Ctx, limit: number) => ctx.db.$queryRaw<DueSchedule[]>`
  SELECT s.report_id AS "reportId", s.cadence, s.day, s.hour, s.format, s.next_at AS "nextAt"
  FROM report_schedules s WHERE s.next_at <= ${ctx.now()} AND NOT s.paused
  ORDER BY s.next_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`;

/** Claims a mail just before it is handed to the carrier; false: somebody has, or it has ended. */
export async function claimDelivery(ctx: Ctx, id: string): Promise<boolean> {
  const claimed = await ctx.db.$executeRaw`
    UPDATE report_deliveries SET status = 'sending' WHERE id = ${id}::uuid AND status = 'waiting'`;
  return claimed > 0;
}

/** The carrier did not take it: it may be tried again. */
export const unclaimDelivery = (ctx: Ctx, id: string) =>
  ctx.db.$executeRaw`UPDATE report_deliveries SET status = 'waiting' WHERE id = ${id}::uuid AND status = 'sending'`;

/** What has not been sent has failed: says whose report it is, unless it has ended already. */
export async function failDelivery(ctx: Ctx, id: string) {
  const [failed] = await ctx.db.$queryRaw<
    { reportId: string; report: string; name: string; makerId: string; again: boolean }[]
  >`
    WITH failed AS (
      UPDATE report_deliveries SET status = 'failed', ended_at = ${ctx.now()}
      WHERE id = ${id}::uuid AND status IN ('waiting', 'sending') RETURNING id, report_id, due_at)
    SELECT r.id AS "reportId", r.report, r.name, r.user_id AS "makerId", EXISTS (
      SELECT FROM report_deliveries d
      WHERE d.report_id = f.report_id AND d.due_at = f.due_at AND d.id <> f.id AND d.status = 'failed') AS again
    FROM failed f JOIN saved_reports r ON r.id = f.report_id FOR UPDATE OF r`;
  return failed ?? null;
}

export const endDelivery = (ctx: Ctx, id: string, status: "sent" | "skipped") =>
  ctx.db.reportDelivery.updateMany({ where: { id }, data: { status, endedAt: ctx.now() } });

import {
  askedOf,
  ReportFilter,
  type ReportName,
  type Request,
  readReportAddress,
  type SavedReport,
  type ScheduleInput,
  type savedReportApi,
} from "@crm/contract";
import type { Prisma } from "@crm/db";
import { v7 as uuid } from "uuid";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal, refuseConflict, refuseTaken } from "../../platform/error.ts";
import { parseOrRefuse } from "../../platform/issues.ts";
import { today } from "../../platform/today.ts";
import { userRefs } from "../user/user.service.ts";
import { nextRun } from "./next-run.ts";
import { lastSendings } from "./saved-report.queries.ts";
import { toSavedReport, withSending } from "./saved-report.view.ts";
import { assertReceive, sendTo } from "./sending.service.ts";

/** Reports that one person may keep of one screen: the menu shows them all. */
const mostReports = 100;

/** Which reports one may open: one's own, those that people of one's organisation share, those that one is sent. */
const visible = ({ actor }: Ctx): Prisma.SavedReportWhereInput => ({
  OR: [
    { userId: actor.id },
    { shared: true, user: { organisationId: actor.organisationId } },
    { recipients: { some: { userId: actor.id } } },
  ],
});

/** The saved reports of a screen, one's own first. */
export async function listSavedReports(ctx: Ctx, report: ReportName): Promise<SavedReport[]> {
  const views = await viewsOf(ctx, { report, ...visible(ctx) });
  const isMine = (view: SavedReport) => view.can.update;
  return [...views.filter(isMine), ...views.filter((view) => !isMine(view))];
}

/** Saves a report. Refuses with NAME_TAKEN one's second of that name, with TOO_MANY_REPORTS the hundred and first. */
export function createSavedReport(
  ctx: Ctx,
  input: Request<typeof savedReportApi.create>["body"],
): Promise<SavedReport> {
  refuseDays(ctx, input.query);
  return inTransaction(ctx, async (ctx) => {
    const userId = ctx.actor.id;
    if ((await ctx.db.savedReport.count({ where: { userId, report: input.report } })) >= mostReports)
      throw new Refusal("TOO_MANY_REPORTS", { max: mostReports });
    const { id } = await ctx.db.savedReport
      .create({ data: { id: uuid(), userId, ...input, createdAt: ctx.now() } })
      .catch(refuseTaken("NAME_TAKEN", { name: input.name }));
    return viewOf(ctx, id);
  });
}

/** Changes a report of one's own. Refuses with NOT_FOUND, NOT_ALLOWED somebody else's, EDIT_CONFLICT, NAME_TAKEN. */
export function updateSavedReport(
  ctx: Ctx,
  id: string,
  { version, ...changes }: Request<typeof savedReportApi.update>["body"],
): Promise<SavedReport> {
  if (changes.query !== undefined) refuseDays(ctx, changes.query);
  return inTransaction(ctx, async (ctx) => {
    refuseConflict(await holdReport(ctx, id), version);
    const data = { ...(changes as Prisma.SavedReportUpdateInput), version: { increment: 1 } };
    await ctx.db.savedReport
      .update({ where: { id }, data })
      .catch(refuseTaken("NAME_TAKEN", { name: changes.name ?? "" }));
    return viewOf(ctx, id);
  });
}

/** Deletes a report of one's own; it is sent no more. Refuses with NOT_FOUND, NOT_ALLOWED somebody else's. */
export function removeSavedReport(ctx: Ctx, id: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    await holdReport(ctx, id);
    await ctx.db.savedReport.delete({ where: { id } });
  });
}

/**
 * Sends a report of one's own every week or month, or (null) no more. Refuses with NOT_FOUND, NOT_ALLOWED somebody else's,
 * EDIT_CONFLICT, RECIPIENT_NOT_ACCEPTED those who can't read reports.
 */
export function scheduleReport(
  ctx: Ctx,
  id: string,
  version: number,
  schedule: ScheduleInput | null,
): Promise<SavedReport> {
  return inTransaction(ctx, async (ctx) => {
    refuseConflict(await holdReport(ctx, id), version);
    await ctx.db.reportRecipient.deleteMany({ where: { reportId: id } });
    if (schedule) {
      const { recipientIds, ...times } = schedule;
      const people = [...new Set(recipientIds)];
      await assertReceive(ctx, people);
      const data = { ...times, nextAt: nextRun(times, ctx.now()) };
      await ctx.db.reportSchedule.upsert({ where: { reportId: id }, create: { reportId: id, ...data }, update: data });
      await ctx.db.reportRecipient.createMany({ data: people.map((userId) => ({ reportId: id, userId })) });
    } else await ctx.db.reportSchedule.deleteMany({ where: { reportId: id } });
    await ctx.db.savedReport.update({ where: { id }, data: { version: { increment: 1 } } });
    return viewOf(ctx, id);
  });
}

/**
 * Sends a report of one's own now; asked twice within a minute, once. Refuses with NOT_FOUND, NOT_ALLOWED somebody else's,
 * RECIPIENT_NOT_ACCEPTED those who can't read reports.
 */
export function sendReport(
  ctx: Ctx,
  id: string,
  { recipientIds, format }: Request<typeof savedReportApi.send>["body"],
): Promise<SavedReport> {
  return inTransaction(ctx, async (ctx) => {
    await holdReport(ctx, id);
    const people = [...new Set(recipientIds)];
    await assertReceive(ctx, people);
    const minute = new Date(ctx.now());
    minute.setUTCSeconds(0, 0);
    await sendTo(ctx, people, { reportId: id, format, dueAt: minute });
    return viewOf(ctx, id);
  });
}

/** Is sent a report no more, whoever made it; what still waits is not sent either. Refuses with NOT_FOUND. */
export function leaveReport(ctx: Ctx, id: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const mine = { reportId: id, userId: ctx.actor.id };
    const { count } = await ctx.db.reportRecipient.deleteMany({ where: mine });
    found(count > 0 ? count : null, "savedReport", id);
    await ctx.db.reportDelivery.deleteMany({ where: { ...mine, status: "waiting" } });
  });
}

/** Refuses days that no report can be about, as its screen does. */
function refuseDays(ctx: Ctx, query: string): void {
  const { createdFrom, createdTo } = askedOf(readReportAddress(new URLSearchParams(query)), today(ctx));
  parseOrRefuse(ReportFilter, { createdFrom, createdTo }, "body/query");
}

async function viewsOf(ctx: Ctx, where: Prisma.SavedReportWhereInput): Promise<SavedReport[]> {
  const rows = await ctx.db.savedReport.findMany({ where, include: withSending, orderBy: { name: "asc" } });
  // One after the other: a transaction has one connection.
  const people = await userRefs(ctx, [
    ...new Set(rows.flatMap(({ recipients }) => recipients.map(({ userId }) => userId))),
  ]);
  const ids = rows.map(({ id }) => id);
  const sendings = await lastSendings(ctx, ids);
  const last = new Map(sendings.map(({ reportId, ...sending }) => [reportId, sending]));
  return rows.map((row) => toSavedReport(row, ctx.actor, people, last.get(row.id)));
}

async function viewOf(ctx: Ctx, id: string): Promise<SavedReport> {
  const [view] = await viewsOf(ctx, { id, ...visible(ctx) });
  return found(view, "savedReport", id);
}

/** A report of one's own, that nobody else changes until the transaction ends. */
async function holdReport(ctx: Ctx, id: string): Promise<SavedReport> {
  await ctx.db.$queryRaw`SELECT 1 FROM saved_reports WHERE id = ${id}::uuid FOR UPDATE`;
  const view = await viewOf(ctx, id);
  if (!view.can.update) throw new Refusal("NOT_ALLOWED");
  return view;
}

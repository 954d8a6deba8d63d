import type { ReportFormat, ReportName } from "@crm/contract";
import type { User } from "@crm/db";
import { fold, inParis } from "@crm/fields";
import { toActor } from "../../platform/actors.ts";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { notify } from "../notification/notification.service.ts";
import { paperBook, paperPdf, reportPaper } from "../report/report-paper.service.ts";
import { reportMail } from "./delivery-mail.view.ts";
import { claimDelivery, endDelivery, failDelivery, unclaimDelivery } from "./saved-report.queries.ts";

/** Whether somebody may be sent reports: he is here, and may read them in the application. */
export const mayReceive = (user: User): boolean => user.active && toActor(user, "").permissions.has("report:read");

const contentTypes: Record<ReportFormat, string> = {
  pdf: "application/pdf",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/**
 * Mails a report to one person, at most once, with the figures of what that person may see: nobody is sent more than their list
 * shows. It is claimed just before it is handed to the carrier: a worker killed in between leaves it failed rather than sent
 * twice. A carrier that refuses is asked again by the job; a report that can't be computed (its type is gone) has failed.
 */
export async function deliver(ctx: Ctx, id: string): Promise<void> {
  const delivery = await ctx.db.reportDelivery.findUnique({
    where: { id },
    include: { user: true, report: { include: { user: true } } },
  });
  if (!delivery) return;
  // Claimed by a worker that is no more: whether it went out, nobody knows.
  if (delivery.status === "sending") await giveUpDelivery(ctx, id);
  if (delivery.status !== "waiting") return;
  const { user, report, dueAt } = delivery;
  if (!mayReceive(user) || !mayReceive(report.user)) {
    await endDelivery(ctx, id, "skipped");
    return;
  }
  const format = delivery.format as ReportFormat;
  const asked = {
    report: report.report as ReportName,
    query: report.query,
    day: inParis(dueAt.toISOString()).day,
  };
  const file = await made({ ...ctx, actor: toActor(user, "") }, asked, format);
  if (!file) {
    await giveUpDelivery(ctx, id);
    return;
  }
  const attachment = {
    filename: `${fileName(report.name)}-${asked.day}.${format}`,
    contentType: contentTypes[format],
    content: file.content,
  };
  const sender = report.userId === user.id ? null : toActor(report.user, "").name;
  const told = { name: report.name, asked, paper: file.paper, sender, attachment };
  if (!(await claimDelivery(ctx, id))) return;
  try {
    await ctx.mailer.send(reportMail(user, told, ctx.publicUrl));
  } catch (error) {
    await unclaimDelivery(ctx, id);
    throw error;
  }
  await endDelivery(ctx, id, "sent");
}

/** A mail that is not sent any more: the report's maker is told, once for all those of one sending. */
export function giveUpDelivery(ctx: Ctx, id: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const failed = await failDelivery(ctx, id);
    if (!failed || failed.again) return;
    const { makerId, again: _, ...told } = failed;
    await notify(ctx, makerId, "saved-report.failed", told);
  });
}

/** The report and its file; null where it can't be computed, however often it is tried. */
async function made(ctx: Ctx, asked: Parameters<typeof reportPaper>[1], format: ReportFormat) {
  try {
    const paper = await reportPaper(ctx, asked);
    const content = await (format === "pdf" ? paperPdf : paperBook)(ctx, paper);
    return { paper, content };
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** « ventes-du-mois » for « Ventes du mois ». */
const fileName = (name: string) =>
  fold(name)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60) || "rapport";

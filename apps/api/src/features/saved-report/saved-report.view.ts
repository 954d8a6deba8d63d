import type { ReportFormat, ReportName, SavedReport, UserRef } from "@crm/contract";
import type { Prisma } from "@crm/db";
import type { Actor } from "../../platform/context.ts";

export const withSending = {
  user: { select: { firstName: true, lastName: true } },
  schedule: true,
  recipients: { select: { userId: true } },
} as const;
type StoredReport = Prisma.SavedReportGetPayload<{ include: typeof withSending }>;

/** What came of a report when it last went out. */
export interface LastSending {
  at: Date;
  sent: number;
  waiting: number;
  failed: number;
}

export function toSavedReport(
  { userId, user, createdAt: _, schedule, recipients, report, ...row }: StoredReport,
  actor: Actor,
  people: ReadonlyMap<string, UserRef>,
  last: LastSending | undefined,
): SavedReport {
  return {
    ...row,
    report: report as ReportName,
    owner: { id: userId, name: `${user.firstName} ${user.lastName}`.trim() },
    can: { update: userId === actor.id },
    schedule: schedule && {
      cadence: schedule.cadence as "weekly" | "monthly",
      day: schedule.day,
      hour: schedule.hour,
      format: schedule.format as ReportFormat,
      paused: schedule.paused,
      recipients: recipients
        .flatMap(({ userId }) => people.get(userId) ?? [])
        .sort((a, b) => a.name.localeCompare(b.name, "fr")),
      nextAt: schedule.paused ? null : (schedule.nextAt?.toISOString() ?? null),
    },
    receives: recipients.some(({ userId }) => userId === actor.id),
    last: last ? { ...last, at: last.at.toISOString() } : null,
  };
}

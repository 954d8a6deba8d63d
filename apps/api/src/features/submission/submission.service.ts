import type {
  SubmissionCountQuery,
  SubmissionFilter,
  SubmissionPeriod,
  SubmissionQuery,
  SubmissionStats,
  SubmissionStatsQuery,
  SubmissionView,
} from "@crm/contract";
import type { Prisma } from "@crm/db";
import { addDays } from "@crm/fields";
import type { z } from "zod";
import type { Ctx } from "../../platform/context.ts";
import { found } from "../../platform/error.ts";
import { toCount } from "../../platform/page-query.ts";
import { today } from "../../platform/today.ts";
import {
  submissionCount,
  submissionPage,
  submissionRow,
  submissionsByDay,
  submissionWhere,
} from "./submission.queries.ts";
import { toSubmissionRow, toSubmissionView } from "./submission.view.ts";

export { emptySubmissions } from "./submission.queries.ts";

/**
 * A page of the submissions that the actor sees, the newest first; the first page of a search brings its count, capped. When
 * nothing is what was searched for, one page of what resembles it, `near`.
 */
export async function listSubmissions(ctx: Ctx, query: z.output<typeof SubmissionQuery>) {
  const { rows, next, total, near } = await submissionPage(ctx, query);
  return { rows: rows.map(toSubmissionRow), next, count: total === null ? null : toCount(total), near };
}

/** The number of submissions that a filter finds: capped, or exact, however many. */
export const countSubmissions = (ctx: Ctx, { exact, ...filter }: z.output<typeof SubmissionCountQuery>) =>
  submissionCount(ctx, filter, exact);

/** Which submissions a filter finds, of those that the actor sees: a condition on `submissions s`, for what works on all of them. */
export const submissionsWhere = (ctx: Ctx, filter: SubmissionFilter): Prisma.Sql => submissionWhere(ctx.actor, filter);

/** A submission. Refuses with NOT_FOUND. */
export const showSubmission = async (ctx: Ctx, id: string): Promise<SubmissionView> =>
  toSubmissionView(found(await submissionRow(ctx, id), "submission", id));

/** Every submission of a contact that the actor sees, the newest first: for who asks what is held about a person. */
export async function everySubmission(ctx: Ctx, contactId: string): Promise<SubmissionView[]> {
  const all: SubmissionView[] = [];
  for (let after: string | undefined; ; ) {
    const { rows, next } = await submissionPage(ctx, { contactId, after, size: 100 });
    all.push(...rows.map(toSubmissionView));
    if (next === null) return all;
    after = next;
  }
}

/** How many came in the last days, by day or week of Paris and by form. */
export async function submissionStats(
  ctx: Ctx,
  { days, by, formId }: z.output<typeof SubmissionStatsQuery>,
): Promise<SubmissionStats> {
  const to = today(ctx);
  const from = addDays(to, 1 - days);
  const rows = await submissionsByDay(ctx, { from, to, formId });
  const periods = new Map<string, Map<string, number>>();
  for (let day = from; day <= to; day = addDays(day, 1)) periods.set(beginning(day, by, from), new Map());
  const forms = new Map<string, SubmissionStats["forms"][number]>();
  for (const { day, id, name, count } of rows) {
    const form = forms.get(id) ?? { id, name, count: 0 };
    forms.set(id, { ...form, count: form.count + count });
    const period = periods.get(beginning(day, by, from));
    period?.set(id, (period.get(id) ?? 0) + count);
  }
  const sum = (counts: Iterable<number>) => [...counts].reduce((total, count) => total + count, 0);
  return {
    total: sum([...forms.values()].map(({ count }) => count)),
    forms: [...forms.values()].sort((one, other) => other.count - one.count),
    periods: [...periods].map(([from, counts]) => ({
      ...{ from, count: sum(counts.values()) },
      forms: [...counts].map(([id, count]) => ({ id, count })),
    })),
  };
}

/** The first day of the period in which a day lies: itself, or its Monday, but not before `first`. */
function beginning(day: string, by: SubmissionPeriod, first: string): string {
  if (by === "day") return day;
  const monday = addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
  return monday < first ? first : monday;
}

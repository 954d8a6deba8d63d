import { AnswerFilter, FilterTree } from "@crm/fields";
import { z } from "zod";
import { opportunityStatuses } from "../opportunity/opportunity.schema.ts";
import { Day } from "../shared/page.ts";
import { reportGroups } from "./report.schema.ts";
import { type Period, periodBefore, quickPeriod, quickPeriods, yearBefore } from "./report-periods.ts";

export const measures = ["count", "amount"] as const;
export type Measure = (typeof measures)[number];
export const comparisons = ["before", "year", "period", "user"] as const;
export const reportParts = ["opportunities", "activity", "forecast", "reasons"] as const;

const parsed = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
};
const day = Day.nullable().catch(null);
const idOrNone = z.uuid().or(z.literal("none")).nullable().catch(null);

/** What the address of a report says; a part that nobody can read is as if it were not there. */
const Address = z.object({
  /** Days that move with today, where no fixed ones are given. */
  period: z.enum(quickPeriods).nullable().catch(null),
  createdFrom: day,
  createdTo: day,
  pipelineId: z.uuid().nullable().catch(null),
  ownerId: idOrNone,
  status: z.enum(opportunityStatuses).nullable().catch(null),
  stageId: idOrNone,
  answers: z.preprocess(parsed, z.array(AnswerFilter).max(50)).catch([]),
  filter: z.preprocess(parsed, FilterTree).nullable().catch(null),
  /** Of a funnel, numbers are shown first; of groups, amounts. */
  measure: z.enum(measures).nullable().catch(null),
  compare: z.enum(comparisons).nullable().catch(null),
  compareFrom: day,
  compareTo: day,
  compareOwnerId: idOrNone,
  groupBy: z.enum(reportGroups).or(z.uuid()).catch("owner"),
  sort: z.string().max(60).nullable().catch(null),
  direction: z.enum(["asc", "desc"]).catch("desc"),
  part: z.enum(reportParts).catch("opportunities"),
  /** The saved report that it started from. */
  saved: z.uuid().nullable().catch(null),
});
export type ReportAddress = z.output<typeof Address>;

const usual = { period: "twelve", groupBy: "owner", direction: "desc", part: "opportunities" };

export const readReportAddress = (params: URLSearchParams): ReportAddress => Address.parse(Object.fromEntries(params));

/** An address as parameters; what is by default is left out. */
export const writeReportAddress = ({ answers, filter, ...rest }: ReportAddress): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      ...rest,
      answers: answers.length > 0 ? JSON.stringify(answers) : null,
      filter: filter && filter.items.length > 0 ? JSON.stringify(filter) : null,
    }).flatMap(([name, value]) =>
      value !== null && value !== usual[name as keyof typeof usual] ? [[name, value]] : [],
    ),
  );

/** The days in force on a day: the last twelve months, where the address says none. */
export function periodOf({ period, createdFrom, createdTo }: ReportAddress, today: string): Period {
  if (createdFrom === null && createdTo === null) return quickPeriod(period ?? "twelve", today);
  const last = quickPeriod("twelve", today);
  return { from: createdFrom ?? last.from, to: createdTo ?? last.to };
}

/** What is asked of the API and, under the same names, of the list that a figure opens. */
export type Asked = Partial<
  Record<
    "createdFrom" | "createdTo" | "ownerId" | "stageId" | "answers" | "contactAnswers" | "filter" | "reachedStageId",
    string
  >
> & { pipelineId?: string; status?: (typeof opportunityStatuses)[number] };

export function askedOf(address: ReportAddress, today: string): Asked {
  const { from, to } = periodOf(address, today);
  const { pipelineId, ownerId, status, stageId, answers, filter } = address;
  return {
    createdFrom: from,
    createdTo: to,
    ...(pipelineId && { pipelineId }),
    ...(ownerId && { ownerId }),
    ...(status && { status }),
    ...(stageId && { stageId }),
    ...(answers.length > 0 && { answers: JSON.stringify(answers) }),
    ...(filter && filter.items.length > 0 && { filter: JSON.stringify(filter) }),
  };
}

/** The same of a funnel, of one type: there the status and the stage are told, not asked for. */
export const funnelAskedOf = (address: ReportAddress, pipelineId: string | undefined, today: string): Asked => ({
  ...askedOf({ ...address, status: null, stageId: null }, today),
  ...(pipelineId && { pipelineId }),
});

/** The type whose funnel is shown: the one the address says, else the first. */
export const funnelType = <Type extends { id: string; archived: boolean }>(
  address: ReportAddress,
  pipelines: readonly Type[],
): Type | undefined =>
  pipelines.find(({ id }) => id === address.pipelineId) ?? pipelines.find(({ archived }) => !archived) ?? pipelines[0];

/** What is compared with: other days, or somebody else's on the same days; null: nothing, or not chosen yet. */
export function comparedOf(address: ReportAddress, asked: Asked, today: string): Asked | null {
  const { compare, compareFrom, compareTo, compareOwnerId } = address;
  const { ownerId: _mine, ...others } = asked;
  if (compare === "user") return compareOwnerId ? { ...others, ownerId: compareOwnerId } : null;
  const period = periodOf(address, today);
  const other =
    compare === "before"
      ? periodBefore(period)
      : compare === "year"
        ? yearBefore(period)
        : compareFrom && compareTo && { from: compareFrom, to: compareTo };
  return compare && other ? { ...asked, createdFrom: other.from, createdTo: other.to } : null;
}

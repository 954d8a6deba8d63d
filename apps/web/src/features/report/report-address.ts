import { opportunityStatuses, type PipelineView, reportGroups } from "@crm/contract";
import { AnswerFilter, FilterTree } from "@crm/fields";
import { z } from "zod";
import { useAddress } from "../../lib/address.ts";
import { today } from "../../lib/format.ts";
import { type Period, periodBefore, quickPeriod, yearBefore } from "./periods.ts";

export const measures = ["count", "amount"] as const;
export type Measure = (typeof measures)[number];
export const comparisons = ["before", "year", "period", "user"] as const;
export const parts = ["opportunities", "activity", "forecast", "reasons"] as const;

const json = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
};
const day = z.iso.date().nullable().catch(null);
const idOrNone = z.uuid().or(z.literal("none")).nullable().catch(null);

/** What the address of a report says; a part that nobody can read is as if it were not there. */
const Address = z.object({
  createdFrom: day,
  createdTo: day,
  pipelineId: z.uuid().nullable().catch(null),
  ownerId: idOrNone,
  status: z.enum(opportunityStatuses).nullable().catch(null),
  stageId: idOrNone,
  answers: z.preprocess(json, z.array(AnswerFilter).max(50)).catch([]),
  filter: z.preprocess(json, FilterTree).nullable().catch(null),
  /** Of a funnel, numbers are shown first; of groups, amounts. */
  measure: z.enum(measures).nullable().catch(null),
  compare: z.enum(comparisons).nullable().catch(null),
  compareFrom: day,
  compareTo: day,
  compareOwnerId: idOrNone,
  groupBy: z.enum(reportGroups).or(z.uuid()).catch("owner"),
  sort: z.string().max(60).nullable().catch(null),
  direction: z.enum(["asc", "desc"]).catch("desc"),
  part: z.enum(parts).catch("opportunities"),
});
export type ReportAddress = z.output<typeof Address>;

const usual = { groupBy: "owner", direction: "desc", part: "opportunities" };
const read = (params: URLSearchParams): ReportAddress => Address.parse(Object.fromEntries(params));

/** An address as parameters; what is by default is left out. */
const write = ({ answers, filter, ...rest }: ReportAddress) =>
  Object.fromEntries(
    Object.entries({
      ...rest,
      answers: answers.length > 0 ? JSON.stringify(answers) : null,
      filter: filter && filter.items.length > 0 ? JSON.stringify(filter) : null,
    }).flatMap(([name, value]) =>
      value !== null && value !== usual[name as keyof typeof usual] ? [[name, value]] : [],
    ),
  ) as Record<string, string>;

/** The address of another part of the report, under the same filters. */
export const partLinks = (address: ReportAddress, part: ReportAddress["part"]): string =>
  `?${new URLSearchParams(write({ ...address, part }))}`;

export const useReportAddress = () => useAddress(read, write);

/** The days in force: the last twelve months, where the address says none. */
export function periodOf({ createdFrom, createdTo }: ReportAddress): Period {
  const last = quickPeriod("twelve", today());
  return { from: createdFrom ?? last.from, to: createdTo ?? last.to };
}

/** What is asked of the API and, under the same names, of the list that a figure opens. */
export type Asked = Partial<
  Record<"createdFrom" | "createdTo" | "ownerId" | "stageId" | "answers" | "filter" | "reachedStageId", string>
> & { pipelineId?: string; status?: (typeof opportunityStatuses)[number] };

export function askedOf(address: ReportAddress): Asked {
  const { from, to } = periodOf(address);
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

/** The type whose funnel is shown: the one the address says, else the first. */
export const funnelType = (address: ReportAddress, pipelines: readonly PipelineView[]): PipelineView | undefined =>
  pipelines.find(({ id }) => id === address.pipelineId) ?? pipelines.find(({ archived }) => !archived) ?? pipelines[0];

/** What is compared with: other days, or somebody else's on the same days; null: nothing, or not chosen yet. */
export function comparedOf(address: ReportAddress, asked: Asked): Asked | null {
  const { compare, compareFrom, compareTo, compareOwnerId } = address;
  const { ownerId: _mine, ...others } = asked;
  if (compare === "user") return compareOwnerId ? { ...others, ownerId: compareOwnerId } : null;
  const period = periodOf(address);
  const other =
    compare === "before"
      ? periodBefore(period)
      : compare === "year"
        ? yearBefore(period)
        : compareFrom && compareTo && { from: compareFrom, to: compareTo };
  return compare && other ? { ...asked, createdFrom: other.from, createdTo: other.to } : null;
}

import { type OpportunityStatus, opportunityStatuses } from "@crm/contract";
import { inParis } from "@crm/fields";

/** An opportunity as its whole history left it: what the reports' definitions (docs/reports.md) are told of in plain code. */
export interface KeptOpportunity {
  id: string;
  createdAt: Date;
  ownerId: string | null;
  /** Who followed it, and since when, in order. */
  owners: { since: Date; ownerId: string | null }[];
  organisationId: string;
  status: OpportunityStatus;
  statusOn: string;
  /** One for each stage reached, in the order of the bar. */
  reachedOn: string[];
  cents: number;
  size: number | null;
  sector: string | null;
  needs: string[];
  deleted: boolean;
}

export interface Viewer {
  id: string;
  organisationId: string;
  scope: "own" | "organisation" | "all";
}
export interface Asked {
  createdFrom?: string | undefined;
  createdTo?: string | undefined;
  ownerId?: string | undefined;
  status?: OpportunityStatus | undefined;
}

/** What the viewer's list shows with these filters. */
export const cohortOf = (all: readonly KeptOpportunity[], viewer: Viewer, asked: Asked) =>
  all.filter((one) => {
    const { day } = inParis(one.createdAt.toISOString());
    if (one.deleted) return false;
    if (viewer.scope === "own" && one.ownerId !== viewer.id) return false;
    if (viewer.scope === "organisation" && one.organisationId !== viewer.organisationId) return false;
    if (asked.createdFrom !== undefined && day < asked.createdFrom) return false;
    if (asked.createdTo !== undefined && day > asked.createdTo) return false;
    if (asked.ownerId !== undefined && (one.ownerId ?? "none") !== asked.ownerId) return false;
    return asked.status === undefined || one.status === asked.status;
  });

const figures = (some: readonly KeptOpportunity[]) => ({
  count: some.length,
  amount: some.reduce((sum, { cents }) => sum + cents, 0) / 100,
});

const byStatus = (some: readonly KeptOpportunity[]) => ({
  ...figures(some),
  statuses: Object.fromEntries(
    opportunityStatuses.map((wanted) => [wanted, figures(some.filter(({ status }) => status === wanted))]),
  ),
});

/** The bars of the funnel: the cohort, then those that reached one stage, two, … */
export const funnelOf = (cohort: readonly KeptOpportunity[], stages: number) =>
  Array.from({ length: stages + 1 }, (_, bar) => byStatus(cohort.filter(({ reachedOn }) => reachedOn.length >= bar)));

const days = (from: string, to: string) => Math.max(0, (Date.parse(to) - Date.parse(from)) / 86_400_000);

/** Median days to each stage. */
export const durationsOf = (cohort: readonly KeptOpportunity[], stages: number) =>
  Array.from({ length: stages }, (_, stage) => {
    const steps = cohort
      .flatMap(({ createdAt, reachedOn }) => {
        const [from, to] = [reachedOn[stage - 1] ?? inParis(createdAt.toISOString()).day, reachedOn[stage]];
        return to === undefined ? [] : [days(from, to)];
      })
      .sort((a, b) => a - b);
    const middle = (steps.length - 1) / 2;
    const [low, high] = [steps[Math.floor(middle)] ?? 0, steps[Math.ceil(middle)] ?? 0];
    return { medianDays: steps.length === 0 ? null : (low + high) / 2, measured: steps.length };
  });

/** The figures of one group of the sales report. */
export function salesOf(group: readonly KeptOpportunity[], stages: number) {
  const sizes = group.flatMap(({ size }) => (size === null ? [] : [size]));
  const count = (values: string[]) => {
    const counts: Record<string, number> = {};
    for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
    return counts;
  };
  return {
    ...byStatus(group),
    reached: Array.from(
      { length: stages },
      (_, stage) => group.filter(({ reachedOn }) => reachedOn.length > stage).length,
    ),
    size: { answered: sizes.length, sum: sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0) },
    sector: count(group.flatMap(({ sector }) => sector ?? [])),
    needs: count(group.flatMap(({ needs }) => needs)),
  };
}

/** Who followed it on the evening of a day; before it was created, who had it first. */
const creditOn = ({ owners }: KeptOpportunity, on: string) =>
  (owners.findLast(({ since }) => inParis(since.toISOString()).day <= on) ?? owners[0])?.ownerId ?? null;

/** What was won, lost and reached between two days, by who is credited: of what the viewer's list shows. */
export function resultsOf(
  visible: readonly KeptOpportunity[],
  { from, to }: { from: string; to: string },
  stages: number,
) {
  const within = (day: string) => day >= from && day <= to;
  const ended = (credited: string | null, wanted: OpportunityStatus) =>
    figures(
      visible.filter(
        (one) => one.status === wanted && within(one.statusOn) && creditOn(one, one.statusOn) === credited,
      ),
    );
  const all = visible.flatMap((one) => [
    ...(["won", "lost"].includes(one.status) && within(one.statusOn) ? [creditOn(one, one.statusOn)] : []),
    ...one.reachedOn.filter(within).map((day) => creditOn(one, day)),
  ]);
  return new Map(
    [...new Set(all)].map((credited) => [
      credited,
      {
        won: ended(credited, "won"),
        lost: ended(credited, "lost"),
        reached: Array.from(
          { length: stages },
          (_, stage) =>
            visible
              .filter(({ reachedOn }) => reachedOn[stage] !== undefined && within(reachedOn[stage]))
              .filter((one) => creditOn(one, one.reachedOn[stage] ?? "") === credited).length,
        ),
      },
    ]),
  );
}

import { z } from "zod";
import { interactionKinds } from "../interaction/interaction.schema.ts";
import { OpportunityFilter, opportunityStatuses } from "../opportunity/opportunity.schema.ts";
import { Day } from "../shared/page.ts";

/** The screens of reports: « Entonnoir des ventes », « Reporting commercial ». */
export const reportNames = ["funnel", "sales"] as const;
export type ReportName = (typeof reportNames)[number];

/** Longer ranges are refused: a century is a slip of the pen. */
const maxYears = 50;

/** Refuses a period that ends before it starts, or is longer than fifty years. */
const refusePeriod = ({
  value: { createdFrom: from, createdTo: to },
  issues,
}: z.core.ParsePayload<{ createdFrom?: string | undefined; createdTo?: string | undefined }>) => {
  if (from === undefined || to === undefined) return;
  const rule =
    to < from ? "endBeforeStart" : Number(to.slice(0, 4)) - Number(from.slice(0, 4)) > maxYears && "rangeTooLong";
  if (rule) issues.push({ code: "custom", input: to, path: ["createdTo"], params: { rule, years: maxYears } });
};

/** Which opportunities a report is about: a filter of the list, so that every figure opens the list that it counts. */
export const ReportFilter = OpportunityFilter.check(refusePeriod);
export type ReportFilter = z.output<typeof ReportFilter>;

/** A cohort moves along one bar. */
export const FunnelQuery = OpportunityFilter.extend({ pipelineId: z.uuid() }).check(refusePeriod);

/** A number of opportunities and the sum of their amounts, in euros. */
export const Figures = z.object({ count: z.int(), amount: z.number() });
export type Figures = z.infer<typeof Figures>;

/** By status as it is now; they sum to the whole. */
export const StatusFigures = z.record(z.enum(opportunityStatuses), Figures);

/** Those of the cohort that stand on a stage or behind it: « ont atteint l'étape » (docs/reports.md). */
export const FunnelStage = Figures.extend({
  /** Null: the cohort itself, all that were created. */
  stageId: z.uuid().nullable(),
  label: z.string(),
  colour: z.string().nullable(),
  archived: z.boolean(),
  statuses: StatusFigures,
  /** Of those that reached the stage before, from 0 to 1; null where there were none. */
  fromPrevious: z.number().nullable(),
  /** Of the cohort. */
  fromStart: z.number().nullable(),
});
export type FunnelStage = z.infer<typeof FunnelStage>;

export const Funnel = z.object({
  stages: z.array(FunnelStage),
  /** The stage on the way to which most were given up (lost, or ended otherwise); null: none was. */
  leak: z.uuid().nullable(),
});
export type Funnel = z.infer<typeof Funnel>;

/** Days between the stage before (the creation, for the first) and this one. */
export const FunnelDuration = z.object({
  stageId: z.uuid(),
  /** Null: nobody made this step with both days known. */
  medianDays: z.number().nullable(),
  measured: z.int(),
});

/** By what the sales report groups, beside the id of a question with choices. */
export const reportGroups = ["owner", "organisation", "pipeline"] as const;
export const SalesQuery = OpportunityFilter.extend({
  groupBy: z.enum(reportGroups).or(z.uuid()).default("owner"),
}).check(refusePeriod);

/** A question « Afficher dans les rapports » as a column: numbers are summed, choices counted, others counted where answered. */
export const ReportQuestion = z.object({
  id: z.uuid(),
  label: z.string(),
  kind: z.enum(["number", "split", "filled"]),
  /** The values that a split may have. */
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
});
export type ReportQuestion = z.infer<typeof ReportQuestion>;

const SalesFigures = Figures.extend({
  statuses: StatusFigures,
  /** How many reached each stage, by its id. */
  stages: z.record(z.string(), z.int()),
  /** By the id of the question. */
  questions: z.record(
    z.string(),
    z.object({
      answered: z.int(),
      sum: z.number().nullable(),
      mean: z.number().nullable(),
      split: z.record(z.string(), z.int()),
    }),
  ),
});
export type SalesFigures = z.infer<typeof SalesFigures>;

export const SalesReport = z.object({
  stages: z.array(z.object({ id: z.uuid(), label: z.string(), colour: z.string(), pipelineId: z.uuid() })),
  questions: z.array(ReportQuestion),
  /** `key`: what to filter the list by; null: nobody, or not answered. */
  rows: z.array(SalesFigures.extend({ key: z.string().nullable(), label: z.string() })),
  total: SalesFigures,
});
export type SalesReport = z.infer<typeof SalesReport>;

const Period = z.object({ from: Day, to: Day }).check(({ value: { from, to }, issues }) => {
  const rule = to < from ? "endBeforeStart" : Number(to.slice(0, 4)) - Number(from.slice(0, 4)) > 2 && "rangeTooLong";
  if (rule) issues.push({ code: "custom", input: to, path: ["to"], params: { rule, years: 2 } });
});
export const ActivityQuery = Period;

/** What one person did in one week; « credited » to who did it, not to whom the record belongs now. */
export const ActivityWeek = z.object({
  userId: z.uuid().nullable(),
  name: z.string(),
  /** Its Monday. */
  week: z.iso.date(),
  exchanges: z.record(z.enum(interactionKinds), z.int()),
  actionsDone: z.int(),
  /** Of these, done after they were due. */
  actionsLate: z.int(),
});

export const Activity = z.object({
  weeks: z.array(ActivityWeek),
  /** Open actions that are late now, by user. */
  late: z.array(z.object({ userId: z.uuid().nullable(), name: z.string(), count: z.int() })),
  /** Days from the creation of an opportunity of the period to its first exchange: median; null: none had one. */
  responseDays: z.number().nullable(),
  /** The same by who had that first exchange. */
  responses: z.array(z.object({ userId: z.uuid().nullable(), name: z.string(), days: z.number() })),
});
export type Activity = z.infer<typeof Activity>;

/** What may be won, by the month in which it is expected. */
export const Forecast = z.object({
  months: z.array(
    Figures.extend({
      /** « 2026-12 »; null: without an expected day. */
      month: z.string().nullable(),
      /** Amounts times the probability that the stage has been given. */
      weighted: z.number(),
      /** Amounts times the share of those that reached the stage, and have ended, which were won. */
      observed: z.number(),
    }),
  ),
});
export type Forecast = z.infer<typeof Forecast>;

/** Why opportunities were lost, as their cards say; the empty reason is « non précisé ». */
export const LostReasons = z.array(Figures.extend({ reason: z.string() }));

/** What came of the opportunities of a period, credited to whoever followed each on the evening of that day (docs/reports.md). */
export const Results = z.object({
  stages: z.array(z.object({ id: z.uuid(), label: z.string(), pipelineId: z.uuid() })),
  rows: z.array(
    z.object({
      userId: z.uuid().nullable(),
      name: z.string(),
      /** By the day of the status, for those that still have it. */
      won: Figures,
      lost: Figures,
      /** How many were validated, by the day on which they were reached. */
      stages: z.record(z.string(), z.int()),
    }),
  ),
});
export type Results = z.infer<typeof Results>;

import { z } from "zod";
import { auditKinds } from "../audit/audit.schema.ts";
import { opportunityStatuses } from "../opportunity/opportunity.schema.ts";
import { endpoint } from "../shared/endpoint.ts";
import { Moment } from "../shared/page.ts";
import type { Permission } from "../shared/permission.ts";
import { UserRef } from "../user/user.schema.ts";

/** What may stand on Accueil, and what it takes to see it. */
export const homeWidgets = {
  toDo: "crm:use",
  pipeline: "opportunity:read",
  stale: "opportunity:read",
  changes: "crm:use",
  contacts: "contact:read",
  submissionStats: "contact:read",
  submissions: "contact:read",
  opportunities: "opportunity:read",
  funnel: "report:read",
  forecast: "report:read",
  activity: "report:read",
  results: "report:read",
  lostReasons: "report:read",
} as const satisfies Record<string, Permission>;
export type HomeWidget = keyof typeof homeWidgets;
const widgetNames = Object.keys(homeWidgets) as [HomeWidget, ...HomeWidget[]];

/** What stands there until a person chooses, in this order. */
export const usualWidgets: readonly HomeWidget[] = [
  "toDo",
  "pipeline",
  "stale",
  "changes",
  "contacts",
  "submissionStats",
  "submissions",
  "opportunities",
];

/** Of some widgets (of all), those that a person may see. */
export const widgetsFor = (
  permissions: readonly Permission[],
  widgets: readonly HomeWidget[] = widgetNames,
): HomeWidget[] => widgets.filter((widget) => permissions.includes(homeWidgets[widget]));

/** From the first to the last. */
const HomeWidgets = z.object({ widgets: z.array(z.enum(widgetNames)) });

/** What I follow, or all that I see. */
export const whoseChoices = ["mine", "everyone"] as const;
export type Whose = (typeof whoseChoices)[number];
const WhoseQuery = z.object({ whose: z.enum(whoseChoices).default("mine") });

/** Before the first stage there is no setting: after so many days without news an opportunity is stale. */
export const staleDaysBeforeFirst = 30;

/** Open opportunities of one stage; euros. */
const PipelineShare = z.object({
  pipelineId: z.uuid(),
  /** Null: before the first stage. */
  stageId: z.uuid().nullable(),
  count: z.int(),
  amount: z.number(),
  /** The amount times the stage's probability; nothing before the first stage. */
  weighted: z.number(),
});

const StaleOpportunity = z.object({
  id: z.uuid(),
  title: z.string(),
  contact: z.object({ id: z.uuid(), name: z.string() }),
  pipelineId: z.uuid(),
  stageId: z.uuid().nullable(),
  amount: z.number().nullable(),
  owner: UserRef.nullable(),
  /** The last exchange or change. */
  since: z.iso.datetime(),
});
export type StaleOpportunity = z.infer<typeof StaleOpportunity>;

/** What others did to one record since. */
const RecordChanges = z.object({
  record: z.enum(["contact", "opportunity"]),
  id: z.uuid(),
  name: z.string(),
  /** An opportunity's. */
  status: z.enum(opportunityStatuses).nullable(),
  count: z.int(),
  kinds: z.array(z.enum(auditKinds)),
  /** Who did the last of it; null: the application. */
  by: z.string().nullable(),
  at: z.iso.datetime(),
});
export type RecordChanges = z.infer<typeof RecordChanges>;

export const homeApi = {
  pipeline: endpoint({
    method: "GET",
    url: "/home/pipeline",
    config: { access: "opportunity:read" },
    schema: {
      summary: "Open opportunities by stage: number, amount, and amount weighed by the stage's probability",
      querystring: WhoseQuery,
      response: { 200: z.array(PipelineShare) },
    },
  }),
  stale: endpoint({
    method: "GET",
    url: "/home/stale",
    config: { access: "opportunity:read" },
    schema: {
      summary:
        "Open opportunities without an exchange or a change for longer than their stage allows, the longest first",
      querystring: WhoseQuery,
      response: { 200: z.array(StaleOpportunity) },
    },
  }),
  widgets: endpoint({
    method: "GET",
    url: "/home/widgets",
    config: { access: "crm:use" },
    schema: { summary: "What I chose to see on my home page, in order", response: { 200: HomeWidgets } },
  }),
  chooseWidgets: endpoint({
    method: "PUT",
    url: "/home/widgets",
    config: { access: "crm:use" },
    schema: {
      summary: "Choose what I see on my home page; null: the usual widgets again",
      body: z.object({ widgets: z.array(z.enum(widgetNames)).max(50).nullable() }),
      response: { 200: HomeWidgets },
    },
  }),
  visit: endpoint({
    method: "POST",
    url: "/home/visit",
    config: { access: "crm:use" },
    schema: {
      summary: "I am here: answers when I was here before (a week ago, the first time)",
      response: { 200: z.object({ since: z.iso.datetime() }) },
    },
  }),
  changes: endpoint({
    method: "GET",
    url: "/home/changes",
    config: { access: "crm:use" },
    schema: {
      summary: "What others changed since, among the records that I see, by record, the newest first",
      querystring: z.object({ since: Moment }),
      response: { 200: z.array(RecordChanges) },
    },
  }),
};

import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { line } from "../shared/page.ts";
import {
  Activity,
  ActivityQuery,
  Forecast,
  Funnel,
  FunnelDuration,
  FunnelQuery,
  LostReasons,
  ReportFilter,
  Results,
  reportNames,
  SalesQuery,
  SalesReport,
} from "./report.schema.ts";

const config = { access: "report:read" } as const;

/** Reports count what the lists show the same actor, never more. */
export const reportApi = {
  funnel: endpoint({
    method: "GET",
    url: "/reports/funnel",
    config,
    schema: {
      summary: "Sales funnel: at each stage of a type, those of a cohort that reached it, by their status now",
      querystring: FunnelQuery,
      response: { 200: Funnel },
    },
  }),
  durations: endpoint({
    method: "GET",
    url: "/reports/funnel/durations",
    config,
    schema: {
      summary: "Median days from stage to stage of the same cohort",
      querystring: FunnelQuery,
      response: { 200: z.array(FunnelDuration) },
    },
  }),
  sales: endpoint({
    method: "GET",
    url: "/reports/sales",
    config,
    schema: {
      summary: "Sales report: opportunities by group, with statuses, stages, amounts and the questions in reports",
      querystring: SalesQuery,
      response: { 200: SalesReport },
    },
  }),
  paper: endpoint({
    method: "GET",
    url: "/reports/pdf",
    config,
    schema: {
      summary: "What a report's screen shows at an address, as a PDF",
      querystring: z.object({ report: z.enum(reportNames), query: line(8000).default("") }),
      response: { 200: z.unknown() },
    },
  }),
  sheet: endpoint({
    method: "GET",
    url: "/reports/sheet",
    config,
    schema: {
      summary: "What a report's screen shows at an address, as a spreadsheet",
      querystring: z.object({ report: z.enum(reportNames), query: line(8000).default("") }),
      response: { 200: z.unknown() },
    },
  }),
  activity: endpoint({
    method: "GET",
    url: "/reports/activity",
    config,
    schema: {
      summary: "Exchanges and actions by user and week",
      querystring: ActivityQuery,
      response: { 200: Activity },
    },
  }),
  results: endpoint({
    method: "GET",
    url: "/reports/results",
    config,
    schema: {
      summary: "What was won, lost and reached in a period, credited to who followed it that day",
      querystring: ActivityQuery,
      response: { 200: Results },
    },
  }),
  forecast: endpoint({
    method: "GET",
    url: "/reports/forecast",
    config,
    schema: {
      summary: "What may be won, by expected month",
      querystring: ReportFilter,
      response: { 200: Forecast },
    },
  }),
  lostReasons: endpoint({
    method: "GET",
    url: "/reports/lost-reasons",
    config,
    schema: {
      summary: "Why opportunities were lost",
      querystring: ReportFilter,
      response: { 200: LostReasons },
    },
  }),
};

import { z } from "zod";
import { reportNames } from "../report/report.schema.ts";
import { endpoint } from "../shared/endpoint.ts";
import { Can, IdParams, line, Nothing, Version } from "../shared/page.ts";
import { UserRef } from "../user/user.schema.ts";

export const reportFormats = ["pdf", "xlsx"] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** What a saved report keeps: the address of its screen (filters, group, measure, comparison). */
const SavedReportInput = z.object({
  name: line(80).min(1),
  /** Everybody of the organisation may open it. */
  shared: z.boolean(),
  query: line(8000),
});

/** The last day of a month, however long it is. */
export const lastDayOfMonth = 31;

const sending = {
  format: z.enum(reportFormats),
  /** Whoever gets it, gets the figures of what they see themselves. */
  recipientIds: z.array(z.uuid()).min(1).max(50),
};
const times = { ...sending, /** On the clocks of Paris. */ hour: z.int().min(0).max(23), paused: z.boolean() };

/** When a report goes out, to whom, and as what. */
export const ScheduleInput = z.discriminatedUnion("cadence", [
  /** From 1, Monday, to 7. */
  z.object({ cadence: z.literal("weekly"), day: z.int().min(1).max(7), ...times }),
  z.object({
    cadence: z.literal("monthly"),
    day: z.int().min(1).max(28).or(z.literal(lastDayOfMonth)),
    ...times,
  }),
]);
export type ScheduleInput = z.output<typeof ScheduleInput>;

const Schedule = z.object({
  cadence: z.enum(["weekly", "monthly"]),
  day: z.int(),
  hour: z.int(),
  format: z.enum(reportFormats),
  paused: z.boolean(),
  recipients: z.array(UserRef),
  /** Null: it goes out no more until somebody says so. */
  nextAt: z.iso.datetime().nullable(),
});

export const SavedReport = SavedReportInput.extend({
  id: z.uuid(),
  report: z.enum(reportNames),
  owner: z.object({ id: z.uuid(), name: z.string() }),
  version: z.int(),
  can: Can,
  schedule: Schedule.nullable(),
  /** I am one of its recipients. */
  receives: z.boolean(),
  /** What came of it when it last went out: how many have it, how many still wait, how many could not be reached. */
  last: z.object({ at: z.iso.datetime(), sent: z.int(), waiting: z.int(), failed: z.int() }).nullable(),
});
export type SavedReport = z.infer<typeof SavedReport>;

const config = { access: "report:read" } as const;

/** Reports under a name, opened again with their filters and sent by mail. Only its maker changes one. */
export const savedReportApi = {
  list: endpoint({
    method: "GET",
    url: "/saved-reports",
    config,
    schema: {
      summary: "The saved reports of a screen that I may open: mine, those shared with me, those I am sent",
      querystring: z.object({ report: z.enum(reportNames) }),
      response: { 200: z.array(SavedReport) },
    },
  }),
  create: endpoint({
    method: "POST",
    url: "/saved-reports",
    config,
    schema: {
      summary: "Save a report",
      body: SavedReportInput.extend({ report: z.enum(reportNames) }),
      response: { 201: SavedReport },
    },
  }),
  update: endpoint({
    method: "PATCH",
    url: "/saved-reports/:id",
    config,
    schema: {
      summary: "Rename, share or change a saved report of one's own",
      params: IdParams,
      body: SavedReportInput.partial().extend(Version.shape),
      response: { 200: SavedReport },
    },
  }),
  remove: endpoint({
    method: "DELETE",
    url: "/saved-reports/:id",
    config,
    schema: {
      summary: "Delete a saved report of one's own; it is sent no more",
      params: IdParams,
      response: { 204: Nothing },
    },
  }),
  schedule: endpoint({
    method: "PUT",
    url: "/saved-reports/:id/schedule",
    config,
    schema: {
      summary: "Send a saved report every week or every month; null: no more",
      params: IdParams,
      body: z.object({ schedule: ScheduleInput.nullable() }).extend(Version.shape),
      response: { 200: SavedReport },
    },
  }),
  send: endpoint({
    method: "POST",
    url: "/saved-reports/:id/send",
    config,
    schema: {
      summary: "Send a saved report now; twice in one minute is once",
      params: IdParams,
      body: z.object(sending),
      response: { 202: SavedReport },
    },
  }),
  leave: endpoint({
    method: "DELETE",
    url: "/saved-reports/:id/recipients/me",
    config,
    schema: { summary: "Be sent a report no more", params: IdParams, response: { 204: Nothing } },
  }),
};

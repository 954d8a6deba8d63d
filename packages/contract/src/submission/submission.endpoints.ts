import { z } from "zod";
import { SlugParams } from "../form/form.schema.ts";
import { endpoint } from "../shared/endpoint.ts";
import { Count, IdParams, page } from "../shared/page.ts";
import {
  SubmissionCountQuery,
  SubmissionInput,
  SubmissionQuery,
  SubmissionRow,
  SubmissionStats,
  SubmissionStatsQuery,
  SubmissionView,
} from "./submission.schema.ts";

export const submissionApi = {
  list: endpoint({
    method: "GET",
    url: "/submissions",
    config: { access: "contact:read" },
    schema: {
      summary: "Submissions of forms (guide: « enregistrements »), the newest first",
      querystring: SubmissionQuery,
      response: { 200: page(SubmissionRow) },
    },
  }),
  count: endpoint({
    method: "GET",
    url: "/submissions/count",
    config: { access: "contact:read" },
    schema: {
      summary: "The number of submissions that a filter finds: up to 10,000, or exact",
      querystring: SubmissionCountQuery,
      response: { 200: Count },
    },
  }),
  stats: endpoint({
    method: "GET",
    url: "/submissions/stats",
    config: { access: "contact:read" },
    schema: {
      summary: "How many came, by day or week and by form (guide 1.2.3)",
      querystring: SubmissionStatsQuery,
      response: { 200: SubmissionStats },
    },
  }),
  show: endpoint({
    method: "GET",
    url: "/submissions/:id",
    config: { access: "contact:read", record: "submission" },
    schema: { summary: "A submission", params: IdParams, response: { 200: SubmissionView } },
  }),
  receive: endpoint({
    method: "POST",
    url: "/f/:slug",
    config: { access: "public" },
    schema: {
      summary: "A visitor's answers: finds the contact by e-mail or creates it, and never overwrites what it holds",
      params: SlugParams,
      body: SubmissionInput,
      response: { 201: z.object({ thanks: z.string(), redirectUrl: z.string().nullable() }) },
    },
  }),
};

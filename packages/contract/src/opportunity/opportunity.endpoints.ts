import { z } from "zod";
import { Timeline, TimelineQuery } from "../audit/audit.schema.ts";
import { endpoint } from "../shared/endpoint.ts";
import { Count, IdParams, OwnerChange, page, Version } from "../shared/page.ts";
import {
  OpportunityCard,
  OpportunityChanges,
  OpportunityCountQuery,
  OpportunityInput,
  OpportunityQuery,
  OpportunityRow,
  OpportunityView,
  StageReached,
  StatusChange,
} from "./opportunity.schema.ts";

const one = { params: IdParams };

export const opportunityApi = {
  list: endpoint({
    method: "GET",
    url: "/opportunities",
    config: { access: "opportunity:read" },
    schema: { summary: "Opportunities", querystring: OpportunityQuery, response: { 200: page(OpportunityRow) } },
  }),
  count: endpoint({
    method: "GET",
    url: "/opportunities/count",
    config: { access: "opportunity:read" },
    schema: {
      summary: "The number of opportunities that a filter finds: up to 10,000, or exact",
      querystring: OpportunityCountQuery,
      response: { 200: Count },
    },
  }),
  show: endpoint({
    method: "GET",
    url: "/opportunities/:id",
    config: { access: "opportunity:read", record: "opportunity" },
    schema: { summary: "An opportunity's card", ...one, response: { 200: OpportunityCard } },
  }),
  timeline: endpoint({
    method: "GET",
    url: "/opportunities/:id/timeline",
    config: { access: "opportunity:read", record: "opportunity" },
    schema: { summary: "What happened to it", ...one, querystring: TimelineQuery, response: { 200: Timeline } },
  }),
  create: endpoint({
    method: "POST",
    url: "/opportunities",
    config: { access: "opportunity:write" },
    schema: { summary: "Open an opportunity on a contact", body: OpportunityInput, response: { 201: OpportunityView } },
  }),
  update: endpoint({
    method: "PATCH",
    url: "/opportunities/:id",
    config: { access: "opportunity:write", record: "opportunity" },
    schema: {
      summary: "Change title, amount, expected date or notes",
      ...one,
      body: OpportunityChanges,
      response: { 200: OpportunityView },
    },
  }),
  duplicate: endpoint({
    method: "POST",
    url: "/opportunities/:id/duplicate",
    config: { access: "opportunity:write", record: "opportunity" },
    schema: { summary: "Copy an opportunity: « [Copie] … » (guide 3.4)", ...one, response: { 201: OpportunityView } },
  }),
  answer: endpoint({
    method: "PATCH",
    url: "/opportunities/:id/answers",
    config: { access: "opportunity:write", record: "opportunity" },
    schema: {
      summary: "Change answers; null erases one",
      ...one,
      body: Version.extend({ answers: z.record(z.uuid(), z.unknown()) }),
      response: { 200: OpportunityView },
    },
  }),
  assign: endpoint({
    method: "PUT",
    url: "/opportunities/:id/owner",
    config: { access: "opportunity:write", record: "opportunity" },
    schema: {
      summary: "Who follows it",
      ...one,
      body: OwnerChange,
      response: { 200: OpportunityView },
    },
  }),
  changeStatus: endpoint({
    method: "PUT",
    url: "/opportunities/:id/status",
    config: { access: "opportunity:write", record: "opportunity" },
    schema: { summary: "New status on a day", ...one, body: StatusChange, response: { 200: OpportunityView } },
  }),
  reachStage: endpoint({
    method: "POST",
    url: "/opportunities/:id/stages",
    config: { access: "opportunity:write", record: "opportunity" },
    schema: {
      summary: "Mark the next stage as reached on the day it really happened",
      ...one,
      body: StageReached,
      response: { 200: OpportunityView },
    },
  }),
  stepBack: endpoint({
    method: "DELETE",
    url: "/opportunities/:id/stages/last",
    config: { access: "opportunity:write", record: "opportunity" },
    schema: {
      summary: "Undo the last stage reached; STAGE_NOT_LAST when that is no longer the one that is named",
      ...one,
      querystring: z.object({ stageId: z.uuid() }),
      response: { 200: OpportunityView },
    },
  }),
};

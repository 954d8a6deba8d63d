import { AnswerFilter, QuestionInput, records } from "@crm/fields";
import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { IdParams, Nothing } from "../shared/page.ts";

export const QuestionView = z.object({
  id: z.uuid(),
  record: z.enum(records),
  label: z.string(),
  help: z.string(),
  code: z.string(),
  type: z.string(),
  config: z.record(z.string(), z.unknown()),
  required: z.boolean(),
  defaultAnswer: z.unknown(),
  inSearch: z.boolean(),
  inReports: z.boolean(),
  personal: z.boolean(),
  tab: z.enum(["btob", "btoc", "both"]),
  condition: AnswerFilter.nullable(),
  position: z.int(),
  btocPosition: z.int().nullable(),
  archivedAt: z.iso.datetime().nullable(),
  version: z.int(),
});

/** What a change of type, choices or bounds, or an archiving, would do to the answers that exist. */
export const QuestionImpact = z.object({
  /** Records that answer the question. */
  answers: z.int(),
  /** Answers that stay, converted where the type changes. */
  kept: z.int(),
  /** Answers that the new setting can't hold, and would be erased. */
  lost: z.int(),
  /** A few of those, as a person reads them. */
  examples: z.array(z.string()),
});
export type QuestionImpact = z.infer<typeof QuestionImpact>;

export const QuestionUsage = z.object({
  questionId: z.uuid(),
  /** Records that answer it, but for those in the recycle bin. */
  answers: z.int(),
  /** Saved views about it, shared or one's own, by name. */
  views: z.array(z.string()),
  /** Others' own views about it. */
  otherViews: z.int(),
});
export type QuestionUsage = z.infer<typeof QuestionUsage>;

const Record = z.object({ record: z.enum(records) });

/** `acceptLoss`: the person was shown how many answers go, and agreed. */
const Change = z.object({ input: QuestionInput, version: z.int().positive(), acceptLoss: z.boolean().default(false) });

export const questionApi = {
  list: endpoint({
    method: "GET",
    url: "/questions",
    config: { access: "signed-in" },
    schema: {
      summary: "The questions of a record, in their order",
      querystring: Record.extend({ archived: z.stringbool().default(false) }),
      response: { 200: z.array(QuestionView) },
    },
  }),
  usage: endpoint({
    method: "GET",
    url: "/questions/usage",
    config: { access: "configuration:write" },
    schema: {
      summary: "What each question is used for; reads every record once",
      querystring: Record,
      response: { 200: z.array(QuestionUsage) },
    },
  }),
  create: endpoint({
    method: "POST",
    url: "/questions",
    config: { access: "configuration:write" },
    schema: {
      summary: "Add a question at the end",
      body: Record.extend({ input: QuestionInput }),
      response: { 201: QuestionView },
    },
  }),
  impact: endpoint({
    method: "POST",
    url: "/questions/:id/impact",
    config: { access: "configuration:write" },
    schema: {
      summary: "What saving this would do to the existing answers",
      params: IdParams,
      body: z.object({ input: QuestionInput }),
      response: { 200: QuestionImpact },
    },
  }),
  update: endpoint({
    method: "PATCH",
    url: "/questions/:id",
    config: { access: "configuration:write" },
    schema: {
      summary: "Change a question; refused with ANSWERS_WOULD_BE_LOST unless the loss is accepted",
      params: IdParams,
      body: Change,
      response: { 200: QuestionView },
    },
  }),
  remove: endpoint({
    method: "DELETE",
    url: "/questions/:id",
    config: { access: "configuration:write" },
    schema: {
      summary: "Archive a question that has answers, delete one that has none",
      params: IdParams,
      response: { 200: z.object({ outcome: z.enum(["archived", "deleted"]), answers: z.int() }) },
    },
  }),
  restore: endpoint({
    method: "POST",
    url: "/questions/:id/restore",
    config: { access: "configuration:write" },
    schema: { summary: "Bring an archived question back", params: IdParams, response: { 200: QuestionView } },
  }),
  reorder: endpoint({
    method: "PUT",
    url: "/questions/order",
    config: { access: "configuration:write" },
    schema: {
      summary:
        "The order of a tab, or of both alike; refused with ORDER_OUTDATED unless it names each active question there once",
      body: Record.extend({ tab: z.enum(["btob", "btoc"]).optional(), ids: z.array(z.uuid()).max(1000) }),
      response: { 204: Nothing },
    },
  }),
};

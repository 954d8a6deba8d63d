import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { IdParams, line, Nothing } from "../shared/page.ts";

/** Colours a stage may have: names of the theme's palette. */
export const stageColours = ["grey", "blue", "cyan", "teal", "lime", "yellow", "grape", "pink"] as const;

const StaleDays = z.int().min(1).max(3650).nullable();

export const StageView = z.object({
  id: z.uuid(),
  label: z.string(),
  colour: z.enum(stageColours),
  /** Percent. */
  probability: z.int().min(0).max(100),
  /** Days without an exchange or a change after which an open opportunity is told as stale; null: never. */
  staleDays: StaleDays,
  archived: z.boolean(),
});
export type StageView = z.infer<typeof StageView>;

export const PipelineView = z.object({
  id: z.uuid(),
  name: z.string(),
  archived: z.boolean(),
  version: z.int(),
  stages: z.array(StageView),
});
export type PipelineView = z.infer<typeof PipelineView>;

/** Stages in their order; one without id is new, one left out is removed (archived when opportunities stand on it). */
export const PipelineInput = z.object({
  name: line(120).min(1),
  stages: z
    .array(
      z.object({
        id: z.uuid().optional(),
        label: line(80).min(1),
        colour: z.enum(stageColours),
        probability: z.int().min(0).max(100),
        staleDays: StaleDays.default(30),
      }),
    )
    .min(1)
    .max(50),
});

export const pipelineApi = {
  list: endpoint({
    method: "GET",
    url: "/pipelines",
    config: { access: "signed-in" },
    schema: {
      summary: "Types of opportunity with their stages, in order; archived ones too, marked",
      response: { 200: z.array(PipelineView) },
    },
  }),
  create: endpoint({
    method: "POST",
    url: "/pipelines",
    config: { access: "configuration:write" },
    schema: { summary: "Add a type of opportunity", body: PipelineInput, response: { 201: PipelineView } },
  }),
  update: endpoint({
    method: "PUT",
    url: "/pipelines/:id",
    config: { access: "configuration:write" },
    schema: {
      summary: "Save a type and all its stages in one command",
      params: IdParams,
      body: PipelineInput.extend({ version: z.int().positive() }),
      response: { 200: PipelineView },
    },
  }),
  setArchived: endpoint({
    method: "PUT",
    url: "/pipelines/:id/archived",
    config: { access: "configuration:write" },
    schema: {
      summary: "Archive a type (no new opportunity of it) or bring it back",
      params: IdParams,
      body: z.object({ archived: z.boolean() }),
      response: { 200: PipelineView },
    },
  }),
  reorder: endpoint({
    method: "PUT",
    url: "/pipelines/order",
    config: { access: "configuration:write" },
    schema: {
      summary: "The order of the types; ORDER_OUTDATED unless it names each once",
      body: z.object({ ids: z.array(z.uuid()).max(200) }),
      response: { 204: Nothing },
    },
  }),
};

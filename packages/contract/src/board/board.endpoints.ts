import { z } from "zod";
import { OpportunityFilter, OpportunityView, StageReached } from "../opportunity/opportunity.schema.ts";
import { endpoint } from "../shared/endpoint.ts";
import { Day, IdParams } from "../shared/page.ts";

/** The list's filter, of one type: a board has the stages of one. */
const BoardQuery = OpportunityFilter.extend({ pipelineId: z.uuid() });

/** What stands in a column of the board: exact. */
const BoardColumn = z.object({
  /** Null: before the first stage. */
  stageId: z.uuid().nullable(),
  count: z.int(),
  /** Euros, whatever their status. */
  amount: z.number(),
  /** « Pondéré »: of the open ones, the amount times the stage's probability; nothing before the first stage. */
  weighted: z.number(),
});

export const StageMove = z.object({
  /** Where the card stood on the screen: a move from elsewhere is refused. */
  from: z.uuid().nullable(),
  /** The stage to stand on; null: before the first. */
  to: z.uuid().nullable(),
  /** The day of the stages that it validates. */
  on: Day,
  /** Days of their own, where a step back is undone. */
  days: z.array(StageReached).max(50).default([]),
});

/** `undone`: the stages that are no longer validated, with their days. */
const StageMoved = z.object({ opportunity: OpportunityView, undone: z.array(StageReached) });

export const boardApi = {
  columns: endpoint({
    method: "GET",
    url: "/opportunities/board",
    config: { access: "opportunity:read" },
    schema: {
      summary:
        "How many opportunities stand on each stage of a type, and the sum of their amounts; empty stages are left out",
      querystring: BoardQuery,
      response: { 200: z.array(BoardColumn) },
    },
  }),
  move: endpoint({
    method: "PUT",
    url: "/opportunities/:id/stage",
    config: { access: "opportunity:write", record: "opportunity" },
    schema: {
      summary: "Stand on a stage: validates the stages up to it, or steps back to it, in one command",
      params: IdParams,
      body: StageMove,
      response: { 200: StageMoved },
    },
  }),
};

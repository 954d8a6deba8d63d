import type { PipelineInput, PipelineView } from "@crm/contract";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal, refuseConflict, refuseTaken } from "../../platform/error.ts";
import {
  lockPipeline,
  lockPipelineOrder,
  pipelineRow,
  pipelineRows,
  refreshLastStages,
  shareLockPipeline,
  usedStageIds,
} from "./pipeline.queries.ts";
import { toPipelineView } from "./pipeline.view.ts";
import { stageOrder } from "./stage-order.ts";

export { pipelinesByName, stagesInOrder } from "./pipeline.queries.ts";

type Input = z.output<typeof PipelineInput>;

/** Every type of opportunity with its stages, in order; archived ones too, marked. */
export async function listPipelines(ctx: Ctx): Promise<PipelineView[]> {
  return (await pipelineRows(ctx)).map(toPipelineView);
}

/** A type of opportunity, archived or not; refuses with NOT_FOUND. */
async function pipelineOf(ctx: Ctx, id: string): Promise<PipelineView> {
  return toPipelineView(found(await pipelineRow(ctx, id), "pipeline", id));
}

/**
 * The same, kept as it is until the transaction ends. Take it before the opportunity's own row: saving a type locks
 * the type first, then its opportunities.
 */
export async function holdPipeline(ctx: Ctx, id: string): Promise<PipelineView> {
  await shareLockPipeline(ctx, id);
  return pipelineOf(ctx, id);
}

/** Adds a type behind the others. Refuses with NAME_TAKEN: the type's, or that of two stages. */
export function createPipeline(ctx: Ctx, input: Input): Promise<PipelineView> {
  return inTransaction(ctx, async (ctx) => {
    refuseTwins(input);
    await lockPipelineOrder(ctx);
    const id = uuid();
    const position = await ctx.db.pipeline.count();
    await ctx.db.pipeline
      .create({
        data: {
          id,
          name: input.name,
          position,
          stages: {
            create: input.stages.map(({ label, colour, probability, staleDays }, place) => ({
              id: uuid(),
              label,
              colour,
              probability,
              staleDays,
              position: place,
            })),
          },
        },
      })
      .catch(refuseTaken("NAME_TAKEN", { name: input.name }));
    return pipelineOf(ctx, id);
  });
}

/**
 * Saves a type's name and all its stages at once. A stage left out is deleted, or archived when an opportunity has
 * reached it; an archived one that is named comes back. Refuses with NOT_FOUND, EDIT_CONFLICT, NAME_TAKEN.
 */
export function updatePipeline(
  ctx: Ctx,
  id: string,
  { version, ...input }: Input & { version: number },
): Promise<PipelineView> {
  return inTransaction(ctx, async (ctx) => {
    refuseTwins(input);
    await lockPipeline(ctx, id);
    const row = found(await pipelineRow(ctx, id), "pipeline", id);
    refuseConflict(toPipelineView(row), version);
    const before = row.stages.map((stage) => stage.id);
    const given = input.stages.map((stage) => ({ ...stage, id: stage.id ?? uuid(), known: stage.id !== undefined }));
    const stranger = given.find((stage) => stage.known && !before.includes(stage.id));
    if (stranger) throw new Refusal("NOT_FOUND", { record: "stage", id: stranger.id });

    const active = given.map((stage) => stage.id);
    const leftOut = before.filter((stageId) => !active.includes(stageId));
    const archived = await usedStageIds(ctx, leftOut);
    const order = stageOrder(before, active, archived);
    await ctx.db.stage.deleteMany({ where: { id: { in: leftOut.filter((stageId) => !archived.has(stageId)) } } });
    for (const { id: stageId, known, label, colour, probability, staleDays } of given) {
      const data = { label, colour, probability, staleDays, position: order.indexOf(stageId), archivedAt: null };
      if (known) await ctx.db.stage.update({ where: { id: stageId }, data });
      else await ctx.db.stage.create({ data: { ...data, id: stageId, pipelineId: id } });
    }
    for (const { id: stageId, archivedAt } of row.stages.filter((stage) => archived.has(stage.id)))
      await ctx.db.stage.update({
        where: { id: stageId },
        data: { position: order.indexOf(stageId), archivedAt: archivedAt ?? ctx.now() },
      });
    await refreshLastStages(ctx, id);
    await ctx.db.pipeline
      .update({ where: { id }, data: { name: input.name, version: { increment: 1 } } })
      .catch(refuseTaken("NAME_TAKEN", { name: input.name }));
    return pipelineOf(ctx, id);
  });
}

/** Archives a type (no new opportunity of it; those under way go on) or brings it back. Refuses with NOT_FOUND. */
export function archivePipeline(ctx: Ctx, id: string, archived: boolean): Promise<PipelineView> {
  return inTransaction(ctx, async (ctx) => {
    await lockPipeline(ctx, id);
    const pipeline = await pipelineOf(ctx, id);
    if (pipeline.archived === archived) return pipeline;
    await ctx.db.pipeline.update({
      where: { id },
      data: { archivedAt: archived ? ctx.now() : null, version: { increment: 1 } },
    });
    return pipelineOf(ctx, id);
  });
}

/** The order of the types, archived ones included. Refuses with ORDER_OUTDATED unless it names each once. */
export function reorderPipelines(ctx: Ctx, ids: string[]): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    await lockPipelineOrder(ctx);
    const known = await ctx.db.pipeline.findMany({ select: { id: true } });
    const named = new Set(ids);
    if (named.size !== ids.length || known.length !== ids.length || known.some(({ id }) => !named.has(id)))
      throw new Refusal("ORDER_OUTDATED");
    for (const [position, id] of ids.entries()) await ctx.db.pipeline.update({ where: { id }, data: { position } });
  });
}

/** Two stages of one name could not be told apart on the progress bar, in a filter or in a file. */
function refuseTwins({ stages }: Input): void {
  const seen = new Set<string>();
  for (const { id, label } of stages) {
    for (const key of [label.toLocaleLowerCase("fr"), ...(id ? [id] : [])]) {
      if (seen.has(key)) throw new Refusal("NAME_TAKEN", { name: label });
      seen.add(key);
    }
  }
}

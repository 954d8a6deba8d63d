import type { Ctx } from "../../platform/context.ts";
import { type Happening, recordEvents } from "../audit/audit.service.ts";
import { letFilesGo } from "../file/answer-file.service.ts";
import { heldQuestions } from "../question/question.service.ts";
import { answersFit, reasonFor } from "./contact-undo.service.ts";
import type { Before, UndoItem, Undone } from "./import-kind.ts";
import {
  deleteOpportunities,
  deleteReached,
  holdPipelines,
  opportunitiesToUndo,
  opportunityFacts,
  type UndoneOpportunity,
  updateOpportunities,
} from "./imported-opportunity.queries.ts";
import { changesBetween, movedSince, opportunityPutBack } from "./opportunity-merge.ts";

/**
 * Deletes for good the opportunities that an import created and nobody touched since, and puts those it changed back to what
 * they were: fields, answers, notes, status, stages and owner. The others stay, each with why.
 */
export async function undoOpportunities(
  ctx: Ctx,
  of: { id: string; name: string },
  items: UndoItem[],
): Promise<Undone> {
  const questions = await heldQuestions(ctx, "opportunity");
  await holdPipelines(ctx);
  const facts = await opportunityFacts(ctx);
  const ids = items.map(({ id }) => id);
  const found = new Map((await opportunitiesToUndo(ctx, of.id, ids)).map((one) => [one.id, one]));
  const kept: Undone["kept"] = [];
  const gone: string[] = [];
  const back: { before: Before; now: UndoneOpportunity }[] = [];
  for (const { id, before, version } of items) {
    const now = found.get(id);
    // What the import itself gave away, and is still whose it made it, is the actor's to take back.
    const out = now && !now.seen && before !== null && !("ownerId" in before.fields);
    if (!now || out) kept.push({ id, reason: "NOT_FOUND" });
    else if (before === null && now.inUse) kept.push({ id, reason: reasonFor(now, "STILL_IN_USE") });
    else if (now.version !== version || (before === null && now.touched))
      kept.push({ id, reason: reasonFor(now, "EDIT_CONFLICT") });
    else if (before === null) gone.push(id);
    else if (!movedSince(now, before) && answersFit(before, questions)) back.push({ before, now });
    else kept.push({ id, reason: reasonFor(now, "EDIT_CONFLICT") });
  }
  await letFilesGo(ctx, "opportunity", gone);
  await deleteOpportunities(ctx, gone);
  const restored = back.map(({ before, now }) => ({
    ...{ now, before, record: opportunityPutBack(now, before, questions, facts) },
  }));
  await updateOpportunities(
    ctx,
    restored.map(({ record }) => record),
  );
  await deleteReached(
    ctx,
    restored.flatMap(({ record, before }) =>
      ((before["reached"] ?? []) as string[]).map((stageId) => ({ opportunityId: record.id, stageId })),
    ),
  );
  const data = { importId: of.id, name: of.name };
  await recordEvents(
    ctx,
    restored.map(({ now, record }): Happening => {
      const pipeline = facts.pipelines.find(({ id }) => id === now.pipelineId) ?? none;
      return {
        ...{ kind: "opportunity.import-undone", contactId: now.contactId, opportunityId: now.id, data },
        changes: changesBetween(now, record, pipeline, questions),
        ...(now.ownerId === record.ownerId ? {} : { former: now }),
      };
    }),
  );
  return { restored: [...gone, ...back.map(({ now }) => now.id)], kept };
}

const none = { id: "", name: "", archived: true, stages: [] };

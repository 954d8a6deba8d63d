import type { OpportunityView } from "@crm/contract";
import type { Prisma } from "@crm/db";
import { v7 as uuid } from "uuid";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal } from "../../platform/error.ts";
import { today } from "../../platform/today.ts";
import { recordEvents } from "../audit/audit.service.ts";
import { fileIds, keepFiles } from "../file/answer-file.service.ts";
import { holdPipeline } from "../pipeline/pipeline.service.ts";
import { heldQuestions } from "../question/question.service.ts";
import { pipelineIdOf } from "./opportunity.queries.ts";
import { holdOpportunity, viewOpportunity } from "./opportunity.service.ts";

/** A title holds 200 characters. */
const titled = (title: string) => [...`[Copie] ${title}`].slice(0, 200).join("");

/**
 * Copies an opportunity as « [Copie] … » (guide 3.4): its type, contact, amount, criteria, notes and owner (the actor when the
 * owner has left). The copy begins anew: open today, before the first stage, without expected date, reason, exchanges, actions
 * nor history. Refuses with NOT_FOUND, PIPELINE_ARCHIVED, CONTACT_ANONYMISED.
 */
export function duplicateOpportunity(ctx: Ctx, id: string): Promise<OpportunityView> {
  return inTransaction(ctx, async (ctx) => {
    const pipelineId = found(await pipelineIdOf(ctx, id), "opportunity", id);
    const pipeline = await holdPipeline(ctx, pipelineId);
    if (pipeline.archived) throw new Refusal("PIPELINE_ARCHIVED", { name: pipeline.name });
    const original = await holdOpportunity(ctx, id);
    const contact = await ctx.db.contact.findUniqueOrThrow({
      where: { id: original.contact.id },
      select: { anonymisedAt: true },
    });
    if (contact.anonymisedAt !== null) throw new Refusal("CONTACT_ANONYMISED");
    const { organisationId, ownerId, notes, answers } = await ctx.db.opportunity.findUniqueOrThrow({ where: { id } });
    const stays = original.owner === null || original.owner.active;
    const of = stays
      ? { ownerId, organisationId }
      : { ownerId: ctx.actor.id, organisationId: ctx.actor.organisationId };
    const [copyId, now, title] = [uuid(), ctx.now(), titled(original.title)];
    await ctx.db.opportunity.create({
      data: {
        ...{
          id: copyId,
          title,
          contactId: original.contact.id,
          pipelineId: original.pipelineId,
          amount: original.amount,
        },
        ...{ notes, answers: answers as Prisma.InputJsonObject, statusOn: new Date(today(ctx)), ...of },
        ...{ createdAt: now, updatedAt: now },
      },
      select: { id: true },
    });
    await keepFiles(ctx, [...fileIds(await heldQuestions(ctx, "opportunity"), original.answers)]);
    const data = { opportunityId: id, title: original.title, code: original.code };
    await recordEvents(ctx, [
      { kind: "opportunity.duplicated", contactId: original.contact.id, opportunityId: copyId, data },
    ]);
    return viewOpportunity(ctx, copyId);
  });
}

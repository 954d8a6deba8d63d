import type {
  OpportunityCard,
  OpportunityChanges,
  OpportunityCountQuery,
  OpportunityFilter,
  OpportunityInput,
  OpportunityQuery,
  OpportunityView,
  OwnerChange,
  TimelineQuery,
} from "@crm/contract";
import type { Prisma } from "@crm/db";
import { defaultAnswers } from "@crm/fields";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal, refuseConflict } from "../../platform/error.ts";
import { toCount } from "../../platform/page-query.ts";
import { today } from "../../platform/today.ts";
import { recordEvents, timelineOf } from "../audit/audit.service.ts";
import { contactName, viewContact } from "../contact/contact.service.ts";
import { answerWithFiles } from "../file/answer-file.service.ts";
import { ownedBy } from "../live/live.service.ts";
import { notify } from "../notification/notification.service.ts";
import { holdPipeline } from "../pipeline/pipeline.service.ts";
import { answerChanges } from "../question/answers.service.ts";
import { heldQuestions, questionsOf } from "../question/question.service.ts";
import { assertAssignable } from "../user/user.service.ts";
import { changesOf } from "./opportunity.changes.ts";
import {
  lockOpportunity,
  opportunityCard,
  opportunityCount,
  opportunityPage,
  opportunityRow,
  opportunityVisible,
  opportunityWhere,
} from "./opportunity.queries.ts";
import { toOpportunityCard, toOpportunityRow, toOpportunityView } from "./opportunity.view.ts";

/** Events that a card shows at once. */
const cardSize = 20;

/** The questions that a filter may be about. */
const asked = async (ctx: Ctx) => ({
  questions: await questionsOf(ctx, "opportunity"),
  contactQuestions: await questionsOf(ctx, "contact"),
});

/** A page of the opportunities that the actor sees; the first page of a search brings its count, capped. */
export async function listOpportunities(ctx: Ctx, query: z.output<typeof OpportunityQuery>) {
  const { rows, next, total, near } = await opportunityPage(ctx, query, await asked(ctx));
  return { rows: rows.map(toOpportunityRow), next, count: total === null ? null : toCount(total), near };
}

/** The number of opportunities that a filter finds: capped, or exact, however many. */
export async function countOpportunities(ctx: Ctx, { exact, ...filter }: z.output<typeof OpportunityCountQuery>) {
  return opportunityCount(ctx, filter, await asked(ctx), exact);
}

/** Which opportunities a filter finds, of those that the actor sees: a condition on `opportunities o`, for what works on all of them. */
export const opportunitiesWhere = async (ctx: Ctx, filter: OpportunityFilter): Promise<Prisma.Sql> =>
  opportunityWhere(ctx.actor, filter, await asked(ctx));

/** An opportunity with the first page of its timeline. Refuses with NOT_FOUND what the actor does not see. */
export async function showOpportunity(ctx: Ctx, id: string): Promise<OpportunityCard> {
  return toOpportunityCard(found(await opportunityCard(ctx, id, cardSize + 1), "opportunity", id), ctx.actor, cardSize);
}

/** Refuses with NOT_FOUND an opportunity that the actor does not see. */
export async function assertSees(ctx: Ctx, id: string): Promise<void> {
  found((await opportunityVisible(ctx, id)) || null, "opportunity", id);
}

/** What happened to an opportunity, newest first. Refuses with NOT_FOUND. */
export async function opportunityTimeline(ctx: Ctx, id: string, page: z.output<typeof TimelineQuery>) {
  await assertSees(ctx, id);
  return timelineOf(ctx, { opportunityId: id }, page);
}

/**
 * Opens an opportunity on a contact that the actor sees (guide 3.2): open today, followed by him unless told otherwise,
 * named after its type and contact when it is given no name. Refuses with NOT_FOUND, PIPELINE_ARCHIVED, OWNER_NOT_ASSIGNABLE.
 */
export function createOpportunity(ctx: Ctx, input: z.output<typeof OpportunityInput>): Promise<OpportunityView> {
  return inTransaction(ctx, async (ctx) => {
    // Locked: it is not deleted meanwhile.
    const contact = await viewContact(ctx, input.contactId, { lock: true });
    const pipeline = await holdPipeline(ctx, input.pipelineId);
    if (pipeline.archived) throw new Refusal("PIPELINE_ARCHIVED", { name: pipeline.name });
    const ownerId = input.ownerId === undefined ? ctx.actor.id : input.ownerId;
    const owner = ownerId === null ? null : await assertAssignable(ctx, ownerId);
    const [id, now] = [uuid(), ctx.now()];
    const title = input.title || [...`${pipeline.name} – ${contactName(contact)}`].slice(0, 200).join("");
    await ctx.db.opportunity.create({
      data: {
        id,
        title,
        contactId: contact.id,
        pipelineId: pipeline.id,
        statusOn: new Date(today(ctx)),
        stageAt: now,
        amount: input.amount ?? null,
        expectedOn: input.expectedOn ? new Date(input.expectedOn) : null,
        answers: defaultAnswers(await heldQuestions(ctx, "opportunity")) as Prisma.InputJsonObject,
        ownerId,
        organisationId: owner?.organisationId ?? ctx.actor.organisationId,
        createdAt: now,
        updatedAt: now,
      },
      select: { id: true },
    });
    await recordEvents(ctx, [
      {
        kind: "opportunity.created",
        contactId: contact.id,
        opportunityId: id,
        data: { title, pipeline: pipeline.name },
      },
    ]);
    if (owner && owner.id !== ctx.actor.id) await tellOwner(ctx, owner.id, id, title);
    return viewOpportunity(ctx, id);
  });
}

/** Changes title, amount, expected date or notes. Refuses with NOT_FOUND, and with EDIT_CONFLICT a change made from an older version. */
export function updateOpportunity(
  ctx: Ctx,
  id: string,
  { version, ...written }: z.output<typeof OpportunityChanges>,
): Promise<OpportunityView> {
  return inTransaction(ctx, async (ctx) => {
    const before = await holdOpportunity(ctx, id);
    refuseConflict(before, version);
    const { data, changes } = changesOf(before, written);
    if (changes.length === 0) return before;
    await writeOpportunity(ctx, id, { ...data, version: { increment: 1 } });
    await recordEvents(ctx, [
      { kind: "opportunity.changed", contactId: before.contact.id, opportunityId: id, changes },
    ]);
    return viewOpportunity(ctx, id);
  });
}

/**
 * Changes the answers that are named; null erases one; the others stay. Refuses with NOT_FOUND, EDIT_CONFLICT,
 * QUESTION_ARCHIVED, or VALIDATION_FAILED and `body/answers/<question id>`.
 */
export function answerOpportunity(
  ctx: Ctx,
  id: string,
  { version, answers }: { version: number; answers: Record<string, unknown> },
): Promise<OpportunityView> {
  return inTransaction(ctx, async (ctx) => {
    const before = await holdOpportunity(ctx, id);
    refuseConflict(before, version);
    const questions = await questionsOf(ctx, "opportunity");
    const after = await answerWithFiles(ctx, questions, before.answers, answers);
    const changes = answerChanges(questions, before.answers, after);
    if (changes.length === 0) return before;
    await writeOpportunity(ctx, id, { answers: after, version: { increment: 1 } });
    await recordEvents(ctx, [
      { kind: "opportunity.answered", contactId: before.contact.id, opportunityId: id, changes },
    ]);
    return viewOpportunity(ctx, id);
  });
}

/**
 * Gives it to a user, who is told, or to nobody. The actor may lose sight of it: he still gets it back once, with
 * `can.update` false. It is no edit of the card, so it leaves its version alone. Refuses with NOT_FOUND, OWNER_NOT_ASSIGNABLE, and
 * EDIT_CONFLICT when somebody else has given it away meanwhile.
 */
export function assignOpportunity(ctx: Ctx, id: string, { from, ownerId }: OwnerChange): Promise<OpportunityView> {
  return inTransaction(ctx, async (ctx) => {
    const before = await holdOpportunity(ctx, id);
    const current = before.owner?.id ?? null;
    if (current === ownerId) return before;
    if (current !== from) throw new Refusal("EDIT_CONFLICT", { current: before });
    const owner = ownerId === null ? null : await assertAssignable(ctx, ownerId);
    const former = await ownedBy(ctx, "opportunity", id);
    await writeOpportunity(ctx, id, { ownerId, ...(owner ? { organisationId: owner.organisationId } : {}) });
    const changes = [{ field: "owner", from: before.owner?.name ?? null, to: owner?.name ?? null }];
    await recordEvents(ctx, [
      { kind: "opportunity.assigned", contactId: before.contact.id, opportunityId: id, changes, former },
    ]);
    if (owner && owner.id !== ctx.actor.id) await tellOwner(ctx, owner.id, id, before.title);
    return viewOpportunity(ctx, id);
  });
}

/** An opportunity that the actor sees and that nobody else changes until the transaction ends. Refuses with NOT_FOUND. */
export async function holdOpportunity(ctx: Ctx, id: string): Promise<OpportunityView> {
  found((await lockOpportunity(ctx, id)) || null, "opportunity", id);
  return viewOpportunity(ctx, id);
}

/** What the actor just wrote, shown to him even when it is now out of his sight: `can` says so. */
export async function viewOpportunity(ctx: Ctx, id: string): Promise<OpportunityView> {
  return toOpportunityView(found(await opportunityRow(ctx, id), "opportunity", id), ctx.actor);
}

export function writeOpportunity(ctx: Ctx, id: string, data: Prisma.OpportunityUncheckedUpdateInput) {
  const updatedAt = ctx.now();
  const stageAt = data.stageId === undefined ? {} : { stageAt: updatedAt };
  return ctx.db.opportunity.update({ where: { id }, data: { ...data, ...stageAt, updatedAt }, select: { id: true } });
}

const tellOwner = (ctx: Ctx, userId: string, opportunityId: string, title: string) =>
  notify(ctx, userId, "opportunity.assigned", { opportunityId, title, by: ctx.actor.name });

import type {
  ActionChanges,
  ActionCounts,
  ActionDone,
  ActionFilter,
  ActionInput,
  ActionQuery,
  ActionView,
  AuditChange,
} from "@crm/contract";
import type { Prisma } from "@crm/db";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { application, type Ctx, inTransaction } from "../../platform/context.ts";
import { found, Refusal, refuseConflict } from "../../platform/error.ts";
import { type Happening, recordEvents } from "../audit/audit.service.ts";
import { viewContact } from "../contact/contact.service.ts";
import { tellChanges } from "../live/live.service.ts";
import { notify } from "../notification/notification.service.ts";
import { assertAssignable } from "../user/user.service.ts";
import {
  type ActionRow,
  actionCounts,
  actionPage,
  actionReached,
  actionRow,
  contactOfOpportunity,
  lockAction,
} from "./action.queries.ts";
import { toActionView } from "./action.view.ts";
import { momentOf, plannedFor, reminderOf } from "./action-moment.ts";
import { holdActionType } from "./action-type.service.ts";

export { actionsWhere, actionTable } from "./action.queries.ts";

/**
 * A page of planned actions: those in the actor's scope, or all those of a contact or an opportunity that he sees. Refuses
 * with NOT_FOUND a contact or an opportunity that he does not.
 */
export async function listActions(ctx: Ctx, query: z.output<typeof ActionQuery>) {
  await assertVisible(ctx, query);
  const { rows, next } = await actionPage(ctx, query);
  return { rows: rows.map((row) => toActionView(row, ctx.actor, ctx.now())), next, count: null };
}

/** How many of them are late, today, this week and later. Refuses with NOT_FOUND likewise. */
export async function countActions(ctx: Ctx, filter: ActionFilter): Promise<ActionCounts> {
  await assertVisible(ctx, filter);
  return actionCounts(ctx, filter);
}

async function assertVisible(ctx: Ctx, { contactId, opportunityId }: ActionFilter): Promise<void> {
  if (contactId) await viewContact(ctx, contactId);
  if (opportunityId) found(await contactOfOpportunity(ctx, opportunityId), "opportunity", opportunityId);
}

/** A planned action. Refuses with NOT_FOUND what the actor does not reach. */
export async function showAction(ctx: Ctx, id: string): Promise<ActionView> {
  found((await actionReached(ctx, id)) || null, "action", id);
  return viewAction(ctx, id);
}

/**
 * Plans an action on a contact, or on an opportunity of it (guide 3.2.12): done by the actor unless told otherwise; somebody
 * else is told. Refuses with NOT_FOUND, CONTACT_ANONYMISED, ACTION_TYPE_ARCHIVED, OWNER_NOT_ASSIGNABLE.
 */
export function planAction(ctx: Ctx, input: z.output<typeof ActionInput>): Promise<ActionView> {
  return inTransaction(ctx, async (ctx) => {
    const { contactId, opportunityId = null, day, time, text } = input;
    if (opportunityId !== null) {
      const of = await contactOfOpportunity(ctx, opportunityId);
      found(of === contactId ? of : null, "opportunity", opportunityId);
    }
    // Locked: it is not deleted meanwhile. Of an opportunity that he sees, the actor need not see the contact.
    await viewContact(opportunityId === null ? ctx : { ...ctx, actor: application }, contactId, { lock: true });
    const type = await holdActionType(ctx, input.typeId);
    if (type.archived) throw new Refusal("ACTION_TYPE_ARCHIVED", { name: type.label });
    const owner = await assertAssignable(ctx, input.ownerId ?? ctx.actor.id);
    const [id, now] = [uuid(), ctx.now()];
    await ctx.db.action.create({
      data: {
        ...{ id, contactId, opportunityId, text, typeId: type.id, ...dueOf(ctx, day, time) },
        ...{ ownerId: owner.id, organisationId: owner.organisationId, createdById: ctx.actor.id },
        ...{ createdAt: now, updatedAt: now },
      },
      select: { id: true },
    });
    const row = await rowOf(ctx, id);
    await tell(ctx, row, "action.planned", { owner: owner.name });
    await tellOwner(ctx, row);
    return toActionView(row, ctx.actor, now);
  });
}

/**
 * Changes an action, or puts it off: another day keeps the hour unless that is named too. Refuses with NOT_FOUND,
 * EDIT_CONFLICT, ACTION_TYPE_ARCHIVED, OWNER_NOT_ASSIGNABLE, VALIDATION_FAILED (an hour that the clocks skip on that day).
 */
export function updateAction(
  ctx: Ctx,
  id: string,
  { version, ...changes }: z.output<typeof ActionChanges>,
): Promise<ActionView> {
  return inTransaction(ctx, async (ctx) => {
    const before = await holdAction(ctx, id);
    refuseConflict(toActionView(before, ctx.actor, ctx.now()), version);
    const data: Prisma.ActionUncheckedUpdateInput = {};
    if (changes.typeId !== undefined && changes.typeId !== before.type.id) {
      const type = await holdActionType(ctx, changes.typeId);
      if (type.archived) throw new Refusal("ACTION_TYPE_ARCHIVED", { name: type.label });
      data.typeId = type.id;
    }
    const { day, time } = plannedFor(before.dueAt, before.allDay);
    const due = dueOf(ctx, changes.day ?? day, changes.time === undefined ? time : changes.time);
    const putOff = due.dueAt.getTime() !== before.dueAt.getTime() || due.allDay !== before.allDay;
    if (putOff) Object.assign(data, due);
    if (changes.text !== undefined && changes.text !== before.text) data.text = changes.text;
    const given = changes.ownerId !== undefined && changes.ownerId !== before.owner?.id;
    if (changes.ownerId !== undefined && given) {
      const owner = await assertAssignable(ctx, changes.ownerId);
      // He is reminded too, if its hour is still to come.
      Object.assign(
        data,
        { ownerId: owner.id, organisationId: owner.organisationId },
        putOff ? {} : remindedOf(ctx, due),
      );
    }
    if (Object.keys(data).length === 0) return toActionView(before, ctx.actor, ctx.now());
    await writeAction(ctx, id, data);
    const after = await rowOf(ctx, id);
    if (putOff) await tell(ctx, after, "action.postponed", { from: plannedFor(before.dueAt, before.allDay) });
    if (given)
      await tell(
        ctx,
        after,
        "action.assigned",
        {},
        {
          changes: [{ field: "owner", from: before.owner?.name ?? null, to: after.owner?.name ?? null }],
          former: before,
        },
      );
    if (data.typeId !== undefined || data.text !== undefined) await tell(ctx, after, "action.changed");
    if (given) await tellOwner(ctx, after);
    return viewAction(ctx, id);
  });
}

/** It is done (guide 3.2.16), with a short report. Done already, it is left as it is; another report is refused with ACTION_ALREADY_DONE (details.report). Refuses with NOT_FOUND. */
export function finishAction(ctx: Ctx, id: string, { report }: z.output<typeof ActionDone>): Promise<ActionView> {
  return inTransaction(ctx, async (ctx) => {
    const before = await holdAction(ctx, id);
    if (before.doneAt !== null && report !== "" && report !== before.report)
      throw new Refusal("ACTION_ALREADY_DONE", { report: before.report });
    if (before.doneAt === null) {
      await writeAction(ctx, id, { doneAt: ctx.now(), doneById: ctx.actor.id, report });
      await tell(ctx, before, "action.done", { report: excerpt(report) });
    }
    return viewAction(ctx, id);
  });
}

/** It was not done after all: to do again, as it was; its report goes. Refuses with NOT_FOUND. */
export function reopenAction(ctx: Ctx, id: string): Promise<ActionView> {
  return inTransaction(ctx, async (ctx) => {
    const before = await holdAction(ctx, id);
    if (before.doneAt !== null) {
      await writeAction(ctx, id, { doneAt: null, doneById: null, report: "" });
      await tell(ctx, before, "action.reopened");
    }
    return viewAction(ctx, id);
  });
}

/** Deletes an action (guide 3.2.18); it can be restored. Refuses with NOT_FOUND. */
export function removeAction(ctx: Ctx, id: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const before = await holdAction(ctx, id);
    await writeAction(ctx, id, { deletedAt: ctx.now() });
    await tell(ctx, before, "action.deleted");
  });
}

/** Brings a deleted action back; one that is there is left as it is. Refuses with NOT_FOUND. */
export function restoreAction(ctx: Ctx, id: string): Promise<ActionView> {
  return inTransaction(ctx, async (ctx) => {
    if (await lockAction(ctx, id, { deleted: true })) {
      await writeAction(ctx, id, { deletedAt: null });
      await tell(ctx, await rowOf(ctx, id), "action.restored");
    }
    return showAction(ctx, id);
  });
}

async function holdAction(ctx: Ctx, id: string): Promise<ActionRow> {
  found((await lockAction(ctx, id)) || null, "action", id);
  return rowOf(ctx, id);
}

const rowOf = async (ctx: Ctx, id: string): Promise<ActionRow> => found(await actionRow(ctx, id), "action", id);

/** What the actor just wrote, shown to him even when it is now out of his sight: `can` says so. */
const viewAction = async (ctx: Ctx, id: string): Promise<ActionView> =>
  toActionView(await rowOf(ctx, id), ctx.actor, ctx.now(), await actionReached(ctx, id));

const writeAction = (ctx: Ctx, id: string, data: Prisma.ActionUncheckedUpdateInput) =>
  ctx.db.action.update({
    where: { id },
    data: { ...data, version: { increment: 1 }, updatedAt: ctx.now() },
    select: { id: true },
  });

/** When it is due, and whether there is still something to remind of. */
function dueOf(ctx: Ctx, day: string, time: string | null) {
  const dueAt = momentOf(day, time);
  if (dueAt === null) throw noSuchHour();
  const due = { dueAt, allDay: time === null };
  return { ...due, ...remindedOf(ctx, due) };
}

/** An hour that has passed when the action is planned needs no reminder. */
function remindedOf(ctx: Ctx, { dueAt, allDay }: { dueAt: Date; allDay: boolean }) {
  return { remindedAt: reminderOf(dueAt, allDay) <= ctx.now() ? ctx.now() : null, mailedAt: null };
}

function noSuchHour(): Refusal {
  const issue = { rule: "custom", params: { params: { rule: "instantImpossible" } } };
  const message = "Les horloges ne montrent pas cette heure ce jour-là. Choisissez-en une autre.";
  return new Refusal("VALIDATION_FAILED", {}, { issues: [{ path: "body/time", ...issue, message }] });
}

/** What a timeline shows of a text. */
const excerpt = (text: string) => [...text].slice(0, 300).join("");

/**
 * Writes on the timelines of the contact and the opportunity what happened to an action, and tells the open screens of those
 * who see it: who does it may see neither. `former`: whose it was before it was given away.
 */
async function tell(
  ctx: Ctx,
  action: ActionRow,
  kind: Happening<"action">["kind"],
  data: object = {},
  { changes = [], former }: { changes?: AuditChange[]; former?: ActionRow } = {},
): Promise<void> {
  await recordEvents(ctx, [
    {
      ...{ kind, contactId: action.contactId, changes },
      ...(action.opportunityId === null ? {} : { opportunityId: action.opportunityId }),
      data: {
        ...{ actionId: action.id, type: action.type.label, text: excerpt(action.text) },
        ...plannedFor(action.dueAt, action.allDay),
        ...data,
      },
    },
  ]);
  const was = former && { ownerId: former.owner?.id ?? null, organisationId: former.organisationId };
  tellChanges(ctx, [{ noun: "action", seenAs: "action", id: action.id, former: was }]);
}

async function tellOwner(ctx: Ctx, { id, owner, type, dueAt, allDay }: ActionRow): Promise<void> {
  if (!owner || owner.id === ctx.actor.id) return;
  const planned = plannedFor(dueAt, allDay);
  await notify(ctx, owner.id, "action.assigned", { actionId: id, type: type.label, ...planned, by: ctx.actor.name });
}

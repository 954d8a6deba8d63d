import { readPhone } from "@crm/fields";
import { v7 as uuid } from "uuid";
import type { Ctx } from "../../platform/context.ts";
import { recordEvents } from "../audit/audit.service.ts";

/** Whether another number stands where one stood: another way to write the same one is none. */
export const isOtherNumber = (before: string, after: string): boolean => readPhone(before) !== readPhone(after);

/**
 * A contact has another mobile number: what was allowed for the former one is not for this one. Who has withdrawn stays away.
 * The caller holds the contact.
 */
export async function forgetSmsConsent(ctx: Ctx, contactId: string): Promise<void> {
  const changed = await ctx.db.$executeRaw`
    UPDATE contacts SET sms_consent = 'unknown' WHERE id = ${contactId}::uuid AND sms_consent = 'granted'`;
  if (changed === 0) return;
  const [now, told] = [ctx.now(), { channel: "sms", state: "unknown", source: "number" } as const];
  await ctx.db.consent.create({
    data: { id: uuid(), contactId, ...told, givenAt: now, createdAt: now, actorId: ctx.actor.id || null },
  });
  await recordEvents(ctx, [{ kind: "contact.consent", contactId, data: { ...told, givenAt: now.toISOString() } }]);
}

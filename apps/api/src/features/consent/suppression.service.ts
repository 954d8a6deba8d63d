import { type ConsentChannel, consentChannels } from "@crm/contract";
import { Prisma } from "@crm/db";
import { emailKey, phoneForms } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { newIds } from "../../platform/ids.ts";
import { recordEvents } from "../audit/audit.service.ts";

/** Why an address must not be written to. */
export type SuppressionReason = "unsubscribe" | "bounce" | "complaint" | "manual" | "import" | "anonymised";

/** What of a contact can be written to: the e-mail as it is stored, the mobile number in its E.164 form. */
export interface Reached {
  email?: string | undefined;
  mobile?: string | undefined;
}

/** What the suppression list knows an address by; a number also in the form that it was kept in before, which comes last. */
export const digestsOf = (ctx: Ctx, { email, mobile }: Reached): { channel: ConsentChannel; digest: string }[] => [
  ...(email ? [{ channel: "email" as const, digest: ctx.digest(`email ${emailKey(email)}`) }] : []),
  ...(mobile ? phoneForms(mobile) : []).map((form) => ({ channel: "sms" as const, digest: ctx.digest(`sms ${form}`) })),
];

/** Puts addresses on the list for good: it outlives their contacts. */
export async function suppress(ctx: Ctx, reached: Reached[], reason: SuppressionReason): Promise<void> {
  const digests = reached.flatMap((one) => {
    const all = digestsOf(ctx, one);
    return consentChannels.flatMap((channel) => all.find((digest) => digest.channel === channel) ?? []);
  });
  if (digests.length === 0) return;
  const ids = newIds(digests.length);
  await ctx.db.suppression.createMany({
    data: digests.map((digest, i) => ({ id: ids[i] ?? "", ...digest, reason, createdAt: ctx.now() })),
    skipDuplicates: true,
  });
}

/** Takes an address off the list: its holder asked for it, and that is proved. */
export async function unsuppress(ctx: Ctx, reached: Reached): Promise<void> {
  await ctx.db.suppression.deleteMany({ where: { OR: digestsOf(ctx, reached) } });
}

/** Whether an address is on the list. */
export const isSuppressed = async (ctx: Ctx, reached: Reached): Promise<boolean> =>
  (await ctx.db.suppression.count({ where: { OR: digestsOf(ctx, reached) } })) > 0;

/** On which channels each of some addresses is on the list, in their order. */
export async function suppressedChannels(ctx: Ctx, reached: Reached[]): Promise<ConsentChannel[][]> {
  const digests = reached.map((one) => digestsOf(ctx, one));
  if (digests.flat().length === 0) return digests.map(() => []);
  const listed = await ctx.db.suppression.findMany({
    where: { digest: { in: digests.flat().map(({ digest }) => digest) } },
    select: { digest: true },
  });
  const known = new Set(listed.map(({ digest }) => digest));
  return digests.map((of) => [...new Set(of.flatMap(({ channel, digest }) => (known.has(digest) ? [channel] : [])))]);
}

/**
 * Contacts that were just written: those whose address is on the list are unsubscribed on that channel, with a line in
 * their history. Nothing ever subscribes anybody by itself. Says who was unsubscribed on what.
 */
export async function withdrawSuppressed(
  ctx: Ctx,
  contacts: ({ id: string } & Reached)[],
): Promise<{ contactId: string; channel: ConsentChannel }[]> {
  const written = contacts.flatMap((contact) =>
    digestsOf(ctx, contact).map((on) => ({ contactId: contact.id, ...on })),
  );
  if (written.length === 0) return [];
  const found = await ctx.db.$queryRaw<{ contactId: string; channel: ConsentChannel; reason: string }[]>`
    SELECT DISTINCT ON (w."contactId", s.channel) w."contactId", s.channel, s.reason
    FROM jsonb_to_recordset(${JSON.stringify(written)}::jsonb) AS w("contactId" uuid, channel text, digest text)
    JOIN suppressions s ON s.channel = w.channel AND s.digest = w.digest
    JOIN contacts c ON c.id = w."contactId"
    WHERE CASE w.channel WHEN 'email' THEN c.email_consent ELSE c.sms_consent END <> 'withdrawn'
    ORDER BY w."contactId", s.channel, s.id`;
  if (found.length > 0) await withdrawAll(ctx, found);
  return found;
}

/** Unsubscribes contacts on a channel, with a line in their consents and one in their timelines. */
async function withdrawAll(ctx: Ctx, found: { contactId: string; channel: ConsentChannel; reason: string }[]) {
  const [now, ids] = [ctx.now(), newIds(found.length)];
  for (const [channel, column] of [
    ["email", "email_consent"],
    ["sms", "sms_consent"],
  ] as const) {
    const contactIds = found.filter((one) => one.channel === channel).map(({ contactId }) => contactId);
    if (contactIds.length > 0)
      await ctx.db.$executeRaw`
        UPDATE contacts SET ${Prisma.raw(column)} = 'withdrawn' WHERE id = ANY(${contactIds}::uuid[])`;
  }
  await ctx.db.consent.createMany({
    data: found.map(({ contactId, channel, reason }, i) => ({
      ...{ id: ids[i] ?? "", contactId, channel, state: "withdrawn" as const, givenAt: now, createdAt: now },
      ...{ source: "suppression", proof: reason, actorId: ctx.actor.id || null },
    })),
  });
  await recordEvents(
    ctx,
    found.map(({ contactId, channel }) => ({
      ...{ kind: "contact.consent", contactId },
      data: { channel, state: "withdrawn", givenAt: now.toISOString(), source: "suppression" },
    })),
  );
}

/** The two consents of a new contact, as the values of an INSERT: withdrawn where its address is on the list. */
export const suppressedConsents = (ctx: Ctx, reached: Reached): Prisma.Sql =>
  Prisma.join((["email", "sms"] as const).map((channel) => consentSql(digestsOn(ctx, reached, channel), channel)));

const digestsOn = (ctx: Ctx, reached: Reached, channel: ConsentChannel): string[] =>
  digestsOf(ctx, reached).flatMap((one) => (one.channel === channel ? [one.digest] : []));

const consentSql = (digests: string[], channel: ConsentChannel) => Prisma.sql`
  (CASE WHEN EXISTS (SELECT FROM suppressions s WHERE s.channel = ${channel} AND s.digest = ANY(${digests})) THEN 'withdrawn' ELSE 'unknown' END)::consent_state`;

/** Their lines in the new contact's history, for the statement that inserts it. */
export function consentsOfNewSql(ctx: Ctx, { id, ...reached }: { id: string } & Reached): Prisma.Sql {
  const [email, sms] = [digestsOn(ctx, reached, "email"), digestsOn(ctx, reached, "sms")];
  const [forEmail, forSms] = newIds(2);
  return Prisma.sql`
    INSERT INTO consents (id, contact_id, channel, state, given_at, source, proof, actor_id, created_at)
    SELECT DISTINCT ON (s.channel) CASE s.channel WHEN 'email' THEN ${forEmail}::uuid ELSE ${forSms}::uuid END, ${id}::uuid, s.channel, 'withdrawn',
           ${ctx.now()}, 'suppression', s.reason, ${ctx.actor.id || null}::uuid, ${ctx.now()}
    FROM suppressions s WHERE (s.channel = 'email' AND s.digest = ANY(${email})) OR (s.channel = 'sms' AND s.digest = ANY(${sms}))
    ORDER BY s.channel, s.id`;
}

import type { ConsentChannel, ConsentState } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { Ctx } from "../../platform/context.ts";
import { newIds } from "../../platform/ids.ts";
import { recordEvents } from "../audit/audit.service.ts";
import { digestsOf, suppress } from "./suppression.service.ts";

/** What a row of a file says of a contact that it wrote. */
interface ImportedConsent {
  contactId: string;
  email: string;
  mobile: string;
  channel: ConsentChannel;
  state: ConsentState;
  /** A day; null: today. */
  on: string | null;
  proof: string;
}

const consentColumn = { email: Prisma.raw("email_consent"), sms: Prisma.raw("sms_consent") };
const addressOf = ({ channel, email, mobile }: Pick<ImportedConsent, "channel" | "email" | "mobile">) =>
  channel === "email" ? { email } : { mobile };

/**
 * Notes consents and withdrawals that a file brings, in the transaction that writes its contacts. Nobody who withdrew is
 * subscribed again; a withdrawal puts the address on the suppression list. Says what changed.
 */
export async function importConsents(
  ctx: Ctx,
  importId: string,
  said: ImportedConsent[],
): Promise<{ contactId: string; channel: ConsentChannel }[]> {
  const done: ImportedConsent[] = [];
  for (const [channel, column] of Object.entries(consentColumn)) {
    const rows = said.filter((one) => one.channel === channel);
    if (rows.length === 0) continue;
    const changed = await ctx.db.$queryRaw<{ id: string }[]>`
      UPDATE contacts c SET ${column} = r.state
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("contactId" uuid, state consent_state)
      WHERE c.id = r."contactId" AND c.${column} <> 'withdrawn'
      RETURNING c.id`;
    const ids = new Set(changed.map(({ id }) => id));
    done.push(...rows.filter(({ contactId }) => ids.has(contactId)));
  }
  if (done.length === 0) return [];
  const [now, ids] = [ctx.now(), newIds(done.length)];
  // Noon: the same day in Paris, summer and winter.
  const givenAt = ({ on }: ImportedConsent) => (on === null ? now : new Date(`${on}T12:00:00Z`));
  await ctx.db.consent.createMany({
    data: done.map((one, i) => ({
      ...{ id: ids[i] ?? "", contactId: one.contactId, channel: one.channel, state: one.state, proof: one.proof },
      ...{
        givenAt: givenAt(one),
        source: one.state === "unknown" ? "number" : "import",
        actorId: ctx.actor.id,
        createdAt: now,
      },
    })),
  });
  await recordEvents(
    ctx,
    done.map((one) => ({
      ...{ kind: "contact.consent", contactId: one.contactId },
      data: { channel: one.channel, state: one.state, givenAt: givenAt(one).toISOString(), source: "import", importId },
    })),
  );
  await suppress(ctx, done.filter(({ state }) => state === "withdrawn").map(addressOf), "import");
  return done.map(({ contactId, channel }) => ({ contactId, channel }));
}

/**
 * Takes off the suppression list what an import put there for contacts that are put back now, unless somebody else with the
 * same address has withdrawn since. Before their consents are put back, and before they are deleted.
 */
export async function unsuppressImported(ctx: Ctx, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const withdrawnBy = (channel: ConsentChannel, elsewhere: Prisma.Sql) => Prisma.sql`
    SELECT s.channel, c.email, c.mobile FROM consents s JOIN contacts c ON c.id = s.contact_id
    WHERE s.contact_id = ANY(${ids}::uuid[]) AND s.source = 'import' AND s.state = 'withdrawn' AND s.channel = ${channel}
      AND NOT EXISTS (SELECT FROM contacts o WHERE o.id <> ALL(${ids}::uuid[]) AND ${elsewhere})`;
  // The index on numbers is on their digits.
  const sameNumber = Prisma.sql`phone_digits(o.mobile) = phone_digits(c.mobile) AND o.mobile = c.mobile AND o.mobile <> ''`;
  const rows = await ctx.db.$queryRaw<{ channel: ConsentChannel; email: string; mobile: string }[]>`
    ${withdrawnBy("email", Prisma.sql`o.email = c.email AND o.email_consent = 'withdrawn'`)}
    UNION ${withdrawnBy("sms", Prisma.sql`${sameNumber} AND o.sms_consent = 'withdrawn'`)}`;
  const digests = rows.flatMap((row) => digestsOf(ctx, addressOf(row)));
  if (digests.length > 0)
    await ctx.db.suppression.deleteMany({
      where: { reason: "import", digest: { in: digests.map(({ digest }) => digest) } },
    });
}

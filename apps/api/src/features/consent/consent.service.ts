import type { ConsentChange, ConsentChannel, ConsentView, ContactView } from "@crm/contract";
import { Prisma } from "@crm/db";
import { emailKey, issueSentence } from "@crm/fields";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { refuseFuture } from "../../platform/today.ts";
import { recordEvents } from "../audit/audit.service.ts";
import { viewContact } from "../contact/contact.service.ts";
import { isSuppressed, suppress, unsuppress, withdrawSuppressed } from "./suppression.service.ts";

const columns = { email: "emailConsent", sms: "smsConsent" } as const;

/** What a contact said about being written to, latest first. Refuses with NOT_FOUND. */
export async function listConsents(ctx: Ctx, contactId: string): Promise<ConsentView[]> {
  await viewContact(ctx, contactId);
  const rows = await ctx.db.consent.findMany({ where: { contactId }, orderBy: { id: "desc" }, take: 200 });
  const actorIds = [...new Set(rows.flatMap(({ actorId }) => actorId ?? []))];
  const actors = await ctx.db.user.findMany({ where: { id: { in: actorIds } } });
  const names = new Map(actors.map(({ id, firstName, lastName }) => [id, `${firstName} ${lastName}`.trim()]));
  return rows.map(({ id, channel, state, givenAt, source, proof, actorId, createdAt }) => ({
    ...{ id, channel: channel as ConsentChannel, state, source: source as ConsentView["source"], proof },
    givenAt: givenAt.toISOString(),
    createdAt: createdAt.toISOString(),
    actor: actorId ? { id: actorId, name: names.get(actorId) ?? "" } : null,
  }));
}

/**
 * Notes a consent or its withdrawal. A withdrawal puts the address on the suppression list, and unsubscribes every other
 * contact with the same one. Refuses with NOT_FOUND, DATE_IN_FUTURE, CONTACT_ANONYMISED, and with VALIDATION_FAILED at
 * `body/state` by SMS without a mobile number, at `body/proof` when who withdrew, or whose address is on the list, is subscribed again without a proof.
 */
export function changeConsent(
  ctx: Ctx,
  contactId: string,
  { channel, state, givenOn, proof }: z.output<typeof ConsentChange>,
): Promise<ContactView> {
  return inTransaction(ctx, async (ctx) => {
    const contact = await viewContact(ctx, contactId, { lock: true });
    const address = addressOf(contact, channel);
    refuseFuture(ctx, givenOn);
    if (state === "granted" && channel === "sms" && contact.mobile === "") throw withoutMobile();
    // Noon: the same day in Paris, summer and winter.
    const givenAt = new Date(`${givenOn}T12:00:00Z`);
    const again = contact[columns[channel]] === "withdrawn" || (await isSuppressed(ctx, address));
    if (state === "granted" && again && proof === "")
      throw new Refusal(
        "VALIDATION_FAILED",
        {},
        {
          issues: [
            {
              path: "body/proof",
              rule: "required",
              params: {},
              message: "Une preuve est nécessaire pour réinscrire cette personne.",
            },
          ],
        },
      );
    await note(ctx, contact, { channel, state, givenAt, source: "manual", proof });
    if (state === "withdrawn") {
      await suppress(ctx, [address], "manual");
      await withdrawSuppressed(ctx, await twinsOf(ctx, contactId, channel, contact));
    }
    return viewContact(ctx, contactId);
  });
}

/**
 * Subscribes a contact who ticked the box of a form. That is his own wish, proved by what the box said: it takes his address
 * off the suppression list. The caller holds the contact.
 */
export const grantByForm = (ctx: Ctx, contact: ContactView, channel: ConsentChannel, proof: string): Promise<void> =>
  note(ctx, contact, { channel, state: "granted", givenAt: ctx.now(), source: "form", proof });

function withoutMobile(): Refusal {
  const facts = { rule: "custom", params: { params: { rule: "smsWithoutMobile" } } };
  const message = issueSentence(facts, "fr");
  return new Refusal("VALIDATION_FAILED", {}, { issues: [{ path: "body/state", ...facts, message }] });
}

interface Noted {
  channel: ConsentChannel;
  state: z.output<typeof ConsentChange>["state"];
  givenAt: Date;
  source: ConsentView["source"];
  proof: string;
}

/** Writes what a contact said: on its card, among its consents and on its timeline. */
async function note(ctx: Ctx, contact: ContactView, { proof, givenAt, ...told }: Noted): Promise<void> {
  const { channel, state } = told;
  if (state === "granted") await unsuppress(ctx, addressOf(contact, channel));
  await ctx.db.contact.update({
    where: { id: contact.id },
    data: { [columns[channel]]: state, version: { increment: 1 }, updatedAt: ctx.now() },
    select: { id: true },
  });
  const by = { actorId: ctx.actor.id || null, createdAt: ctx.now() };
  await ctx.db.consent.create({ data: { id: uuid(), contactId: contact.id, ...told, givenAt, proof, ...by } });
  await recordEvents(ctx, [
    { kind: "contact.consent", contactId: contact.id, data: { ...told, givenAt: givenAt.toISOString() } },
  ]);
}

const addressOf = ({ email, mobile }: ContactView, channel: ConsentChannel) =>
  channel === "email" ? { email } : { mobile };

/** Other contacts with the same address; the trigram index on what search looks in finds a number. */
async function twinsOf(ctx: Ctx, id: string, channel: ConsentChannel, { email, mobile }: ContactView) {
  const same =
    channel === "email"
      ? Prisma.sql`email_key(c.email) = ${emailKey(email)}`
      : Prisma.sql`c.mobile = ${mobile} AND c.mobile <> '' AND c.search LIKE '%' || phone_digits(${mobile}) || '%'`;
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM contacts c WHERE c.id <> ${id}::uuid AND ${same} ORDER BY c.id FOR NO KEY UPDATE`;
  return rows.map((row) => ({ id: row.id, ...(channel === "email" ? { email } : { mobile }) }));
}

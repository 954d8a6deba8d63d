import type { ValidityVerdict } from "@crm/contract";
import { type Ctx, inTransaction } from "../../platform/context.ts";
import { viewContact } from "../contact/contact.service.ts";
import { domainOf, verdictOfAddress, verdictOfDomain } from "./email-verdict.ts";
import { type Judged, unchecked, writeVerdicts } from "./validity.queries.ts";

/** Contacts judged and written at once: what a killed worker has to do again. */
const batch = 500;
/** Questions to the DNS under way at once. */
const atOnce = 10;
/** So many domains in a row that nobody can speak of: the network is down, not they. */
const offlineAfter = 3;

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** How long an answer is believed. */
const believedMs = 7 * dayMs;
/** How long a domain is left alone after so many failures: 5 min, 15 min, 45 min… a day at most. */
const waitMs = (failures: number) => Math.min(dayMs, 5 * minuteMs * 3 ** (failures - 1));

/** Judges a contact's e-mail now, and says why. Refuses with NOT_FOUND. What nobody can say leaves it as it is, waiting. */
export async function verifyContact(ctx: Ctx, id: string): Promise<ValidityVerdict> {
  const { email } = await viewContact(ctx, id);
  const verdict = verdictOfAddress(email) ?? verdictOfDomain(await askDomain(ctx, domainOf(email), { again: true }));
  if (verdict.reason !== "unreachable")
    await inTransaction(ctx, (ctx) => writeVerdicts(ctx, [{ id, email, ...verdict }]));
  return verdict;
}

/**
 * Judges the e-mails that wait, batch by batch, each written at once: killed at any point, it goes on with those that are left.
 * A domain of which nobody can say anything is asked again later, less and less often; when the network is down it stops.
 */
export async function verifyWaiting(ctx: Ctx, signal: AbortSignal): Promise<void> {
  let after = "00000000-0000-0000-0000-000000000000";
  const ask = askInTurn(ctx);
  for (;;) {
    signal.throwIfAborted();
    const contacts = await unchecked(ctx, after, batch);
    const byDomain = new Map<string, Judged[]>();
    const judged: Judged[] = [];
    for (const contact of contacts) {
      const verdict = verdictOfAddress(contact.email);
      if (verdict) judged.push({ ...contact, ...verdict });
      else {
        const same = byDomain.get(domainOf(contact.email)) ?? [];
        byDomain.set(domainOf(contact.email), [...same, { ...contact, ...verdictOfDomain(null) }]);
      }
    }
    const answers = await ask([...byDomain.keys()], signal);
    for (const [domain, those] of byDomain) {
      const verdict = verdictOfDomain(answers.get(domain) ?? null);
      if (verdict.reason !== "unreachable") judged.push(...those.map((one) => ({ ...one, ...verdict })));
    }
    await inTransaction(ctx, (ctx) => writeVerdicts(ctx, judged));
    if (contacts.length < batch || ask.offline()) return;
    after = contacts.at(-1)?.id ?? after;
  }
}

/** Asks about many domains, a few at a time; stops asking once the network seems down. */
function askInTurn(ctx: Ctx) {
  let unanswered = 0;
  const offline = () => unanswered >= offlineAfter;
  const ask = async (domains: string[], signal: AbortSignal) => {
    const answers = new Map<string, boolean | null>();
    // One by one until somebody answers: without a network it costs three questions, not thirty.
    let width = 1;
    for (
      let i = 0;
      i < domains.length && !offline() && !signal.aborted;
      i += width, width = unanswered === 0 ? atOnce : 1
    ) {
      const some = domains.slice(i, i + width);
      const said = await Promise.all(some.map((domain) => askDomain(ctx, domain)));
      for (const [j, domain] of some.entries()) {
        const accepts = said[j] ?? null;
        answers.set(domain, accepts);
        unanswered = accepts === null ? unanswered + 1 : 0;
      }
    }
    return answers;
  };
  return Object.assign(ask, { offline });
}

/** Whether a domain takes mail, from what was learnt within a week or else from the DNS. `again`: somebody is waiting for it. */
async function askDomain(ctx: Ctx, name: string, { again = false } = {}): Promise<boolean | null> {
  const now = ctx.now();
  const known = await ctx.db.mailDomain.findUnique({ where: { name } });
  if (known && known.until > now && !(again && known.accepts === null)) return known.accepts;
  const accepts = await ctx.mailDomains.accepts(name);
  const failures = accepts === null ? (known?.failures ?? 0) + 1 : 0;
  const data = {
    accepts,
    failures,
    until: new Date(now.getTime() + (accepts === null ? waitMs(failures) : believedMs)),
  };
  await ctx.db.mailDomain.upsert({ where: { name }, create: { name, ...data }, update: data });
  return accepts;
}

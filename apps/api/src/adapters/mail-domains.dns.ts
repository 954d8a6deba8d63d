import { Resolver } from "node:dns/promises";
import type { MailDomains } from "../ports/mail-domains.ts";

/** Answers that settle it: there is no such domain, or no such record. Anything else is the network's fault. */
const settled = new Set(["ENOTFOUND", "ENODATA"]);

const codeOf = (error: unknown) => String((error as { code?: unknown }).code);

/** Some that have taken mail for twenty years: a resolver that knows none of them is cut off, and its « no such domain » says nothing. */
const landmarks = ["gmail.com", "orange.fr", "free.fr"];
/** How long it is believed to be connected, or cut off. */
const believedMs = 5 * 60_000;

/** Asks the DNS: a domain takes mail when it has an MX record, or else an address (RFC 5321, 5.1); « MX . » says no (RFC 7505). */
export function dnsMailDomains({ timeout = 2000 } = {}): MailDomains {
  const resolver = new Resolver({ timeout, tries: 1 });

  let connected: Promise<boolean> | undefined;
  let until = 0;

  /** Whether the resolver sees the world: behind some firewalls it answers « no such domain » to everything. */
  function isConnected(): Promise<boolean> {
    if (connected === undefined || Date.now() > until) {
      until = Date.now() + believedMs;
      const asked = landmarks.map(async (domain) => {
        if ((await resolver.resolveMx(domain)).length === 0) throw new Error(`${domain} takes no mail`);
      });
      connected = Promise.any(asked).then(
        () => true,
        () => false,
      );
    }
    return connected;
  }

  async function hasAddress(domain: string): Promise<boolean | null> {
    let unsure = false;
    for (const ask of [() => resolver.resolve4(domain), () => resolver.resolve6(domain)]) {
      try {
        if ((await ask()).length > 0) return true;
      } catch (error) {
        unsure ||= !settled.has(codeOf(error));
      }
    }
    return unsure ? null : false;
  }

  async function ask(domain: string): Promise<boolean | null> {
    try {
      const records = await resolver.resolveMx(domain);
      if (records.length > 0) return records.some(({ exchange }) => exchange !== "" && exchange !== ".");
    } catch (error) {
      if (codeOf(error) === "ENOTFOUND") return false;
      if (!settled.has(codeOf(error))) return null;
    }
    return hasAddress(domain);
  }

  return {
    async accepts(domain) {
      const answer = await ask(domain);
      return answer === false && !(await isConnected()) ? null : answer;
    },
  };
}

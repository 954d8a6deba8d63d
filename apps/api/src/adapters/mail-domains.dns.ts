import { Resolver } from "node:dns/promises";
import type { MailDomains } from "../ports/mail-domains.ts";

/** Answers that settle it: there is no such domain, or no such record. Anything else is the network's fault. */
const settled = new Set(["ENOTFOUND", "ENODATA"]);

const codeOf = (error: unknown) => String((error as { code?: unknown }).code);

/** Asks the DNS: a domain takes mail when it has an MX record, or else an address (RFC 5321, 5.1); « MX . » says no (RFC 7505). */
export function dnsMailDomains({ timeout = 2000 } = {}): MailDomains {
  const resolver = new Resolver({ timeout, tries: 1 });

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

  return {
    async accepts(domain) {
      try {
        const records = await resolver.resolveMx(domain);
        if (records.length > 0) return records.some(({ exchange }) => exchange !== "" && exchange !== ".");
      } catch (error) {
        if (codeOf(error) === "ENOTFOUND") return false;
        if (!settled.has(codeOf(error))) return null;
      }
      return hasAddress(domain);
    },
  };
}

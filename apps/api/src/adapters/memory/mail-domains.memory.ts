import type { MailDomains } from "../../ports/mail-domains.ts";

/** Says what the test told it; of any other domain, that nobody could say. Keeps what it was asked. */
export function memoryMailDomains(): MailDomains & { known: Map<string, boolean>; asked: string[] } {
  const known = new Map<string, boolean>();
  const asked: string[] = [];
  return {
    known,
    asked,
    async accepts(domain) {
      asked.push(domain);
      return known.get(domain) ?? null;
    },
  };
}

import dns from "node:dns/promises";
import { afterEach, expect, test, vi } from "vitest";
import type { MailDomains } from "../ports/mail-domains.ts";
import { dnsMailDomains } from "./mail-domains.dns.ts";
import { memoryMailDomains } from "./memory/mail-domains.memory.ts";

afterEach(() => vi.restoreAllMocks());
const known = new Map([
  ["takes.test", true],
  ["refuses.test", false],
]);

/** Of these two domains something is known, of another nobody can say. */
const adapters: Record<string, () => MailDomains> = {
  DNS() {
    vi.spyOn(dns.Resolver.prototype, "resolveMx").mockImplementation(async (domain) => {
      if (domain === "other.test") throw Object.assign(new Error("ETIMEOUT"), { code: "ETIMEOUT" });
      return [{ priority: 1, exchange: known.get(domain) === false ? "" : "mx.test" }];
    });
    return dnsMailDomains();
  },
  "the double"() {
    const domains = memoryMailDomains();
    for (const [domain, takes] of known) domains.known.set(domain, takes);
    return domains;
  },
};

test.each(Object.entries(adapters))(
  "« %s » says yes, no, or that nobody can say; it never rejects",
  async (_, open) => {
    const domains = open();
    const said = await Promise.all(["takes.test", "refuses.test", "other.test"].map((one) => domains.accepts(one)));
    expect(said).toEqual([true, false, null]);
  },
);

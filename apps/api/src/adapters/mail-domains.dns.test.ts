import dns from "node:dns/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { dnsMailDomains } from "./mail-domains.dns.ts";

afterEach(() => vi.restoreAllMocks());
const refused = (code: string) => Object.assign(new Error(code), { code });
const mx = (answer: () => Promise<{ priority: number; exchange: string }[]>) =>
  vi.spyOn(dns.Resolver.prototype, "resolveMx").mockImplementation(answer);
const address = (answer: () => Promise<string[]>) => {
  vi.spyOn(dns.Resolver.prototype, "resolve4").mockImplementation(answer as never);
  vi.spyOn(dns.Resolver.prototype, "resolve6").mockImplementation(answer as never);
};

describe("whether a domain takes mail", () => {
  it.each([
    ["it has an MX record", async () => [{ priority: 1, exchange: "mx.exemple.fr" }], null, true],
    ["it says « MX . » (RFC 7505)", async () => [{ priority: 0, exchange: "" }], null, false],
    ["there is no such domain", () => Promise.reject(refused("ENOTFOUND")), null, false],
    ["it has no MX record but an address", () => Promise.reject(refused("ENODATA")), async () => ["192.0.2.1"], true],
    ["it has neither", () => Promise.reject(refused("ENODATA")), () => Promise.reject(refused("ENODATA")), false],
    ["nobody answers", () => Promise.reject(refused("ETIMEOUT")), null, null],
    ["the resolver refuses", () => Promise.reject(refused("ECONNREFUSED")), null, null],
    [
      "the address can't be asked for",
      () => Promise.reject(refused("ENODATA")),
      () => Promise.reject(refused("ESERVFAIL")),
      null,
    ],
  ] as const)("%s", async (_what, records, addresses, expected) => {
    mx(records as never);
    if (addresses) address(addresses as never);
    expect(await dnsMailDomains().accepts("exemple.fr")).toBe(expected);
  });
});

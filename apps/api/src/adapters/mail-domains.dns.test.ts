import dns from "node:dns/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { dnsMailDomains } from "./mail-domains.dns.ts";

afterEach(() => vi.restoreAllMocks());
const refused = (code: string) => Object.assign(new Error(code), { code });
type Mx = () => Promise<{ priority: number; exchange: string }[]>;
const world: Mx = async () => [{ priority: 5, exchange: "mx.world.test" }];
/** What the resolver says of exemple.fr, and of the rest of the world. */
const mx = (answer: Mx, others: Mx = world) =>
  vi
    .spyOn(dns.Resolver.prototype, "resolveMx")
    .mockImplementation((domain) => (domain === "exemple.fr" ? answer() : others()));
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

  it("nobody can say, when the resolver knows no domain in the world; it is asked about the world once in a while", async () => {
    const nothing = () => Promise.reject(refused("ENOTFOUND"));
    const asked = mx(nothing, nothing);
    const domains = dnsMailDomains();
    expect(await domains.accepts("exemple.fr")).toBeNull();
    const calls = asked.mock.calls.length;
    expect(await domains.accepts("exemple.fr")).toBeNull();
    expect(asked.mock.calls.length).toBe(calls + 1);
  });
});

import ipaddr from "ipaddr.js";
import type { Attempt } from "../ports/throttle.ts";

/** In a quarter of an hour: five attempts per account or device and thirty per network, thirty visits per network. */
export const limits = { account: 5, device: 5, network: 30, visit: 30 } as const;

export interface Counter {
  kind: keyof typeof limits;
  key: string;
}

/** Where an attempt counts. */
export function countersOf({ purpose, account, address, device }: Attempt): Counter[] {
  if (device !== undefined) return [{ kind: "device", key: `${purpose}:${device}` }];
  return [
    { kind: "account", key: `${purpose}:${account}` },
    { kind: "network", key: `${purpose}:${networkOf(address)}` },
  ];
}

export const visitCounter = (address: string): Counter => ({ kind: "visit", key: networkOf(address) });

/** An IPv4 address as it is, also one that IPv6 wraps; of an IPv6 address its /64. */
function networkOf(address: string): string {
  const [plain = ""] = address.split("%"); // the zone of a link-local address
  if (!ipaddr.isValid(plain)) return address;
  const ip = ipaddr.process(plain);
  return ip.kind() === "ipv4" ? ip.toString() : `${ipaddr.IPv6.networkAddressFromCIDR(`${ip}/64`)}/64`;
}

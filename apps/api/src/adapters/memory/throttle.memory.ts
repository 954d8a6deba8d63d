import type { Throttle } from "../../ports/throttle.ts";

/** Five attempts of an account, never by address, and thirty visits of an address; then a wait of a minute. Keeps the addresses it was told. */
export function memoryThrottle(): Throttle & { addresses: string[] } {
  const counts = new Map<string, number>();
  const addresses: string[] = [];
  const counted = (key: string, most: number) => {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count > most ? 60 : 0;
  };
  return {
    addresses,
    async attempt(account, address) {
      addresses.push(address);
      return counted(`account ${account}`, 5);
    },
    async succeeded(account) {
      counts.delete(`account ${account}`);
    },
    async visit(address) {
      return counted(`visit ${address}`, 30);
    },
  };
}

import type { SignInThrottle } from "../../ports/throttle.ts";

/** Five attempts of an account, then a wait of a minute; never by address. Keeps the addresses it was told. */
export function memoryThrottle(): SignInThrottle & { addresses: string[] } {
  const attempts = new Map<string, number>();
  const addresses: string[] = [];
  return {
    addresses,
    async attempt(account, address) {
      addresses.push(address);
      const count = (attempts.get(account) ?? 0) + 1;
      attempts.set(account, count);
      return count > 5 ? 60 : 0;
    },
    async succeeded(account) {
      attempts.delete(account);
    },
  };
}

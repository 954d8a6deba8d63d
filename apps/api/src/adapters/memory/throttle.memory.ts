import type { SignInThrottle } from "../../ports/throttle.ts";

/** Five failures of an account, then a wait of a minute; never by address. */
export function memoryThrottle(): SignInThrottle {
  const failures = new Map<string, number>();
  return {
    waitFor: async (account) => ((failures.get(account) ?? 0) >= 5 ? 60 : 0),
    async failed(account) {
      failures.set(account, (failures.get(account) ?? 0) + 1);
    },
    async succeeded(account) {
      failures.delete(account);
    },
  };
}

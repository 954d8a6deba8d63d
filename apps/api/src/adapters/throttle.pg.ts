import type { PrismaClient } from "@crm/db";
import { type RateLimiterAbstract, RateLimiterPrisma, type RateLimiterRes } from "rate-limiter-flexible";
import type { SignInThrottle } from "../ports/throttle.ts";

/** Failed sign-ins: five per account and thirty per address in a quarter of an hour, then a quarter of an hour of waiting. */
const limits = { account: 5, address: 30, seconds: 900 };

/** Counters in the application's PostgreSQL, so that all processes share them. */
export function pgSignInThrottle(db: PrismaClient): SignInThrottle {
  const limiter = (keyPrefix: string, points: number) =>
    new RateLimiterPrisma({ storeClient: db, keyPrefix, points, duration: limits.seconds, blockDuration: limits.seconds });
  const accounts = limiter("sign-in-account", limits.account);
  const addresses = limiter("sign-in-address", limits.address);

  const waiting = (res: RateLimiterRes | null, points: number) =>
    res !== null && res.consumedPoints >= points ? Math.ceil(res.msBeforeNext / 1000) : 0;
  const consume = (limit: RateLimiterAbstract, key: string) =>
    limit.consume(key).catch((refused: unknown) => {
      if (refused instanceof Error) throw refused; // else: the limit is reached, which `waitFor` will say
    });

  return {
    async waitFor(account, address) {
      const [byAccount, byAddress] = await Promise.all([accounts.get(account), addresses.get(address)]);
      return Math.max(waiting(byAccount, limits.account), waiting(byAddress, limits.address));
    },
    async failed(account, address) {
      await Promise.all([consume(accounts, account), consume(addresses, address)]);
    },
    async succeeded(account) {
      await accounts.delete(account);
    },
  };
}

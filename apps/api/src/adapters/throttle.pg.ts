import type { PrismaClient } from "@crm/db";
import { type RateLimiterAbstract, RateLimiterPrisma, RateLimiterRes } from "rate-limiter-flexible";
import type { SignInThrottle } from "../ports/throttle.ts";

/** Attempts in a quarter of an hour: five per account and thirty per address, then a quarter of an hour of waiting. */
const limits = { account: 5, address: 30, seconds: 900 };

/** Counters in the application's PostgreSQL, so that all processes share them. */
export function pgSignInThrottle(db: PrismaClient): SignInThrottle {
  const limiter = (keyPrefix: string, points: number) =>
    new RateLimiterPrisma({
      storeClient: db,
      keyPrefix,
      points,
      duration: limits.seconds,
      blockDuration: limits.seconds,
    });
  const accounts = limiter("sign-in-account", limits.account);
  const addresses = limiter("sign-in-address", limits.address);

  const secondsToWait = (limit: RateLimiterAbstract, key: string) =>
    limit.consume(key).then(
      () => 0,
      (refused: unknown) => {
        if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
        throw refused;
      },
    );

  return {
    async attempt(account, address) {
      return Math.max(...(await Promise.all([secondsToWait(accounts, account), secondsToWait(addresses, address)])));
    },
    async succeeded(account, address) {
      await Promise.all([accounts.delete(account), addresses.reward(address)]);
    },
  };
}

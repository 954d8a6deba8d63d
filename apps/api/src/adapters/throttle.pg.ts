import type { PrismaClient } from "@crm/db";
import { type RateLimiterAbstract, RateLimiterPrisma, RateLimiterRes } from "rate-limiter-flexible";
import type { Throttle } from "../ports/throttle.ts";

/** In a quarter of an hour: five attempts per account and thirty per address, thirty visits per address, then as long a wait. */
const limits = { account: 5, address: 30, visit: 30, seconds: 900 };

/** Counters in the application's PostgreSQL, so that all processes share them. */
export function pgThrottle(db: PrismaClient): Throttle {
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
  const visits = limiter("visit", limits.visit);

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
    visit: (address) => secondsToWait(visits, address),
  };
}

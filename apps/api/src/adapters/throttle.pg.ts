import type { PrismaClient } from "@crm/db";
import { type RateLimiterAbstract, RateLimiterPrisma, RateLimiterRes } from "rate-limiter-flexible";
import type { Throttle } from "../ports/throttle.ts";
import { type Counter, countersOf, limits, visitCounter } from "./throttle.counters.ts";

/** Then as long a wait. */
const seconds = 900;

/** Counters in the application's PostgreSQL, so that all processes share them. */
export function pgThrottle(db: PrismaClient): Throttle {
  const limiter = (kind: Counter["kind"]) =>
    new RateLimiterPrisma({
      storeClient: db,
      keyPrefix: kind,
      points: limits[kind],
      duration: seconds,
      blockDuration: seconds,
    });
  const limiters: Record<Counter["kind"], RateLimiterAbstract> = {
    account: limiter("account"),
    device: limiter("device"),
    network: limiter("network"),
    visit: limiter("visit"),
  };
  const secondsToWait = ({ kind, key }: Counter) =>
    limiters[kind].consume(key).then(
      () => 0,
      (refused: unknown) => {
        if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
        throw refused;
      },
    );

  return {
    attempt: async (attempt) => Math.max(...(await Promise.all(countersOf(attempt).map(secondsToWait)))),
    async succeeded(attempt) {
      const forget = ({ kind, key }: Counter) =>
        kind === "network" ? limiters.network.reward(key) : limiters[kind].delete(key);
      await Promise.all(countersOf(attempt).map(forget));
    },
    visit: (address) => secondsToWait(visitCounter(address)),
  };
}

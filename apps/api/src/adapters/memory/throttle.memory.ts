import type { Throttle } from "../../ports/throttle.ts";
import { type Counter, countersOf, limits, visitCounter } from "../throttle.counters.ts";

/** Counts as the real one does, for ever, and then asks for a wait of a minute. Keeps the addresses it was told. */
export function memoryThrottle(): Throttle & { addresses: string[] } {
  const counts = new Map<string, number>();
  const addresses: string[] = [];
  const nameOf = ({ kind, key }: Counter) => `${kind} ${key}`;
  const add = (counter: Counter, more: number) => {
    const count = Math.max(0, (counts.get(nameOf(counter)) ?? 0) + more);
    counts.set(nameOf(counter), count);
    return count > limits[counter.kind] ? 60 : 0;
  };
  return {
    addresses,
    async attempt(attempt) {
      addresses.push(attempt.address);
      return Math.max(...countersOf(attempt).map((counter) => add(counter, 1)));
    },
    async succeeded(attempt) {
      for (const counter of countersOf(attempt))
        if (counter.kind === "network") add(counter, -1);
        else counts.delete(nameOf(counter));
    },
    visit: async (address) => add(visitCounter(address), 1),
  };
}

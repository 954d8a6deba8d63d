/** Seeded pseudo-random choices (mulberry32): the same seed gives the same data, on every machine. */
export function randomFrom(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    /** 0 ≤ x < 1 */
    next,
    /** min ≤ n ≤ max */
    int,
    chance: (probability: number) => next() < probability,
    pick: <T>(items: readonly T[]): T => items[int(0, items.length - 1)] as T,
    /** Some of the items, at least one. */
    some: <T>(items: readonly T[]): T[] => {
      const kept = items.filter(() => next() < 0.5);
      return kept.length > 0 ? kept : items.slice(0, 1);
    },
  };
}
export type Random = ReturnType<typeof randomFrom>;

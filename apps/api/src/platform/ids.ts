import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

/** So many uuids v7, in their order; chance is drawn once for all of them, which is what making many costs. */
export function newIds(count: number): string[] {
  const chance = randomFillSync(new Uint8Array(16 * count));
  const msecs = Date.now();
  return Array.from({ length: count }, (_, seq) =>
    v7({ random: chance.subarray(16 * seq, 16 * seq + 16), msecs, seq }),
  );
}

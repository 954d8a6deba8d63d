import type { StreamEvent } from "@crm/contract";
import { type QueryClient, type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { type Heard, useStreamEvent } from "./events.ts";

type Change = Extract<StreamEvent, { kind: "changes" }>["changes"][number];

/** Of one record each: what they show of others comes with them. */
const cards = new Set<unknown>(["card", "timeline"]);
/** What is read again after a time without news. */
const liveKeys = new Set<unknown>([
  "contact",
  "opportunity",
  "interaction",
  "action",
  "submission",
  "form",
  "home",
  "bin",
]);

/** Whether what a query has read may no longer be so. Keys go [noun, "list" | "card" | "timeline" | …, id or query]. */
export function isTouched([noun, kind, id]: QueryKey, change: Change): boolean {
  const named = change.ids === null || change.ids.includes(id as string);
  if (noun === change.noun) return cards.has(kind) ? named : !change.aside;
  if (change.aside) return false;
  // Opportunities show their contact's name.
  if (noun === "opportunity") return change.noun === "contact";
  // A form tells how many submissions it has got.
  if (noun === "form") return change.noun === "submission";
  return noun === "home" || noun === "bin";
}

let held = 0;
/** While a hand holds something, it must not move: what changes is shown once the returned function is called. */
export function holdLive(): () => void {
  held++;
  let released = false;
  return () => {
    if (!released) held--;
    released = true;
  };
}

const retryMs = 250;
const mostTries = 20;

/** Reads again what changed, at a pace that leaves the server four fifths of the time to others. */
export function follower(client: QueryClient) {
  let pending: Change[] = [];
  let missed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let restUntil = 0;
  let tries = 0;
  const matches = ({ queryKey }: { queryKey: QueryKey }) =>
    missed ? liveKeys.has(queryKey[0]) : pending.some((change) => isTouched(queryKey, change));
  const plan = (delay: number) => {
    timer ??= setTimeout(() => void run(), delay);
  };

  async function run() {
    timer = undefined;
    // A change of one's own under way would be overwritten; a page under way would be given up.
    const busy = client.isMutating() > 0 || client.isFetching({ predicate: matches }) > 0;
    if (held > 0 || (busy && tries++ < mostTries)) return plan(retryMs);
    tries = 0;
    const touched = new Set(client.getQueryCache().findAll({ predicate: matches }));
    [pending, missed] = [[], false];
    const from = performance.now();
    // Out of sight, it is read again when the tab comes to the front.
    const refetchType = document.hidden ? "none" : "active";
    await client.invalidateQueries({ predicate: (query) => touched.has(query), refetchType }).catch(() => undefined);
    restUntil = performance.now() + 4 * (performance.now() - from);
    if (pending.length > 0 || missed) plan(Math.max(0, restUntil - performance.now()));
  }

  return {
    hear(event: Heard): void {
      if (event.kind === "changes") pending.push(...event.changes);
      else if (event.kind === "missed") missed = true;
      else return;
      plan(Math.max(0, restUntil - performance.now()));
    },
    stop: () => clearTimeout(timer),
  };
}

/** What others change shows on this screen; mounted once, by the shell. What is being typed is a form's own and stays. */
export function useLive(): void {
  const client = useQueryClient();
  const { hear, stop } = useMemo(() => follower(client), [client]);
  useStreamEvent(hear);
  useEffect(() => stop, [stop]);
}

import type { ChildProcess } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";

/** Pauses before each attempt to start a server again that ended by itself, in ms. */
const pauses = [250, 2000, 8000];
/** A server that has run for so long is given all attempts again. */
const steadyMs = 60_000;

/**
 * Starts a server again, by `start`, whenever it ends though nobody stopped it; after the last attempt `lost` hears why.
 * `release` leaves it alone from then on, and resolves to the process that runs or ran last.
 */
export function supervise(
  first: ChildProcess,
  start: () => Promise<ChildProcess>,
  lost: (failure: Error) => void,
): { current(): ChildProcess; release(): Promise<ChildProcess> } {
  let child = first;
  let released = false;
  let restarting = Promise.resolve();
  let attempts = 0;
  let failure = new Error("PostgreSQL s'arrête aussitôt démarré.");

  const watch = () => {
    const since = Date.now();
    const ended = () => {
      if (released) return;
      if (Date.now() - since > steadyMs) attempts = 0;
      restarting = again();
    };
    if (child.exitCode === null && child.signalCode === null) child.once("exit", ended);
    else ended();
  };

  async function again(): Promise<void> {
    for (const pause of pauses.slice(attempts)) {
      attempts++;
      await wait(pause);
      if (released) return;
      try {
        child = await start();
        watch();
        return;
      } catch (error) {
        failure = error as Error;
      }
    }
    if (!released) lost(failure);
  }

  watch();
  return {
    current: () => child,
    async release() {
      released = true;
      await restarting;
      return child;
    },
  };
}

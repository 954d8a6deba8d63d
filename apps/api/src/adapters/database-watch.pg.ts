import { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { isDatabaseAway } from "../platform/database-away.ts";
import type { DatabaseWatch } from "../ports/database-watch.ts";

/** Between two questions; shorter while it is away. */
const pauseMs = { here: 1500, away: 250 };
/** So long it may take to answer. With the pause, what waits for it hears within five seconds. */
const patienceMs = 2500;

/** Asks PostgreSQL at `url` by a new connection each time: one that is open may still answer when no other can be made. `tell` hears when it goes and comes. */
export function pgDatabaseWatch(url: string, tell: (sentence: string) => void): DatabaseWatch {
  const closing = new AbortController();
  const listeners: (() => void)[] = [];
  let awaySince: number | null = null;

  async function watch(): Promise<void> {
    for (;;) {
      const here = await answers(url);
      if (closing.signal.aborted) return;
      if (!here && awaySince === null) {
        awaySince = Date.now();
        tell("La base de données ne répond plus.");
        for (const act of listeners) act();
      }
      if (here && awaySince !== null) {
        tell(`La base de données répond de nouveau, après ${Math.round((Date.now() - awaySince) / 1000)} s.`);
        awaySince = null;
      }
      await wait(pauseMs[here ? "here" : "away"], undefined, { signal: closing.signal, ref: false }).catch(() => {});
      if (closing.signal.aborted) return;
    }
  }
  const watching = watch();

  return {
    away: () => awaySince !== null,
    whenAway: (act) => void listeners.push(act),
    async close() {
      closing.abort();
      await watching;
    },
  };
}

/** Whether a new connection is taken in time. A refusal for another reason is an answer, too. */
async function answers(url: string): Promise<boolean> {
  const socket = new Socket();
  const client = new pg.Client({ connectionString: url, stream: () => socket });
  client.on("error", () => {});
  const asked = client.connect().then(
    () => true,
    (error: unknown) => !isDatabaseAway(error),
  );
  const answered = await Promise.race([asked, late()]);
  if (answered) await Promise.race([client.end().catch(() => {}), late()]);
  socket.destroy();
  return answered;
}

/** In steps: when this process itself was held up, what has come meanwhile is read first. */
async function late(): Promise<boolean> {
  for (let step = 0; step < 10; step++) await wait(patienceMs / 10, undefined, { ref: false });
  return false;
}

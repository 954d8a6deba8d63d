import type { Database } from "@crm/db";

/** What the queue needs to know of a kind of job. */
export interface JobKind {
  name: string;
  /** Tries in all before the job is given up. */
  attempts: number;
  /** The pause after the first try that failed, doubled after each other one up to the longest; a second without a bound when left out. */
  retry?: { firstSeconds: number; mostSeconds: number };
  /** For a kind that comes round: a job that waits is never further away than this, whatever the clock said when it was added. */
  everySeconds?: number;
  /** So many of a kind are worked on by one process; one when left out. */
  atOnce?: number;
}

/** A durable queue: a job survives the death of any process, and is taken up again by another. */
export interface JobQueue {
  /** Adds a job in the transaction of `db`: no row without its job, no job without its row. `key` makes a second, still waiting one a no-op. */
  add(db: Database, kind: JobKind, payload: object, options?: { key?: string; afterSeconds?: number }): Promise<void>;
  /**
   * Starts working on these kinds; `run` rejects to have the job tried again. Once `draining` aborts no other job is taken,
   * and the `signal` of those under way aborts.
   * `giveUp` hears of a job whose last try failed, even by the death of its worker.
   */
  work(
    kinds: JobKind[],
    run: (name: string, payload: unknown, signal: AbortSignal) => Promise<void>,
    giveUp: (name: string, payload: unknown) => Promise<void>,
    draining: AbortSignal,
  ): Promise<void>;
  /** Stops taking jobs and waits for those under way, at most `seconds`; what is cut off is tried again elsewhere. */
  stop(seconds: number): Promise<void>;
}

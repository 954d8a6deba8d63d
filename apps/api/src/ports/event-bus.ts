import type { Database } from "@crm/db";

/** Short messages from any process to all of them; lost when nobody listens. */
export interface EventBus {
  /** Sends in the transaction of `db`: heard only if it commits. `message` is JSON of at most 7 kB. */
  publish(db: Database, message: object): Promise<void>;
  /** Calls `listener` for each message until the returned function is called. */
  subscribe(listener: (message: unknown) => void): () => void;
  close(): Promise<void>;
}

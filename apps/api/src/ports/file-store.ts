import type { Readable } from "node:stream";

/** Keeps bytes under keys that the application makes (uuids). */
export interface FileStore {
  put(key: string, content: Buffer | Readable): Promise<void>;
  /** Rejects when there is nothing under the key. */
  read(key: string): Promise<Readable>;
  remove(key: string): Promise<void>;
}

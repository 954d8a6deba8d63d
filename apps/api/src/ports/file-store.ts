import type { Readable } from "node:stream";

/** Bytes that are in the store. */
export interface StoredBytes {
  key: string;
  /** In bytes. */
  size: number;
  /** When they were put. */
  at: Date;
}

/** Keeps bytes under keys that the application makes (uuids). */
export interface FileStore {
  /**
   * Keeps them whole or not at all: a source that fails leaves what was there before, and its own error is the one that rejects.
   */
  put(key: string, content: Buffer | Readable): Promise<void>;
  /** Null when there is nothing under the key; anything else that goes wrong rejects. */
  sizeOf(key: string): Promise<number | null>;
  /** Rejects when there is nothing under the key. */
  read(key: string): Promise<Readable>;
  /** Does nothing when there is nothing. */
  remove(key: string): Promise<void>;
  /** All that is there, in no order. */
  list(): AsyncIterable<StoredBytes>;
  /** Removes what puts that were killed before a moment left behind. Gives how many. */
  forgetUnfinished(before: Date): Promise<number>;
}

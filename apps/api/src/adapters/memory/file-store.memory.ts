import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { FileStore } from "../../ports/file-store.ts";

/** `files`: what it holds; `putAt`: when each was put, where a test said it. */
export function memoryFileStore(): FileStore & { files: Map<string, Buffer>; putAt: Map<string, Date> } {
  const files = new Map<string, Buffer>();
  const putAt = new Map<string, Date>();
  return {
    files,
    putAt,
    async put(key, content) {
      files.set(key, content instanceof Readable ? await buffer(content) : content);
    },
    async sizeOf(key) {
      return files.get(key)?.length ?? null;
    },
    async read(key) {
      const content = files.get(key);
      if (!content) throw new Error(`no file ${key}`);
      return Readable.from([content]);
    },
    async remove(key) {
      files.delete(key);
    },
    async *list() {
      for (const [key, { length }] of files) yield { key, size: length, at: putAt.get(key) ?? new Date() };
    },
    async forgetUnfinished() {
      return 0;
    },
  };
}

import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { FileStore } from "../../ports/file-store.ts";

export function memoryFileStore(): FileStore & { files: Map<string, Buffer> } {
  const files = new Map<string, Buffer>();
  return {
    files,
    async put(key, content) {
      files.set(key, content instanceof Readable ? await buffer(content) : content);
    },
    async read(key) {
      const content = files.get(key);
      if (!content) throw new Error(`no file ${key}`);
      return Readable.from([content]);
    },
    async remove(key) {
      files.delete(key);
    },
  };
}

import { createWriteStream } from "node:fs";
import { mkdir, open, opendir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FileStore } from "../ports/file-store.ts";

/** What is still being written; a rename makes it the file. */
const unfinished = /\.part-[0-9a-f-]+$/;

/** Files in a folder of this machine, for the application's own user alone; synced before they are given their name. */
export function diskFileStore(folder: string): FileStore {
  const names = async function* () {
    const entries = await opendir(folder).catch(orNone);
    for await (const entry of entries ?? []) if (entry.isFile()) yield entry.name;
  };
  return {
    async put(key, content) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const part = join(folder, `${key}.part-${crypto.randomUUID()}`);
      try {
        const source = Buffer.isBuffer(content) ? [content] : content;
        await pipeline(source, createWriteStream(part, { flags: "wx", mode: 0o600, flush: true }));
        await rename(part, join(folder, key));
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    sizeOf: async (key) => (await stat(join(folder, key)).catch(orNone))?.size ?? null,
    read: async (key) => (await open(join(folder, key))).createReadStream(),
    remove: (key) => rm(join(folder, key), { force: true }),
    async *list() {
      for await (const key of names()) {
        const found = unfinished.test(key) ? null : await stat(join(folder, key)).catch(orNone);
        if (found) yield { key, size: found.size, at: found.mtime };
      }
    },
    async forgetUnfinished(before) {
      let forgotten = 0;
      for await (const name of names()) {
        const found = unfinished.test(name) ? await stat(join(folder, name)).catch(orNone) : null;
        if (!found || found.mtime >= before) continue;
        await rm(join(folder, name), { force: true });
        forgotten++;
      }
      return forgotten;
    },
  };
}

/** For `.catch`: null where there is nothing. */
function orNone(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

import { Readable } from "node:stream";
import { Disk } from "flydrive";
import { FSDriver } from "flydrive/drivers/fs";
import type { FileStore } from "../ports/file-store.ts";

/** flydrive's disk as the port; shared with the S3 adapter. */
export function store(disk: Disk): FileStore {
  return {
    put: (key, content) => (content instanceof Readable ? disk.putStream(key, content) : disk.put(key, content)),
    read: (key) => disk.getStream(key),
    remove: (key) => disk.delete(key),
  };
}

/** Files in a folder of this machine. */
export const diskFileStore = (folder: string): FileStore =>
  store(new Disk(new FSDriver({ location: folder, visibility: "private" })));

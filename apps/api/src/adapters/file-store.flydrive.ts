import { Readable } from "node:stream";
import { Disk } from "flydrive";
import { FSDriver } from "flydrive/drivers/fs";
import { S3Driver } from "flydrive/drivers/s3";
import type { FileStore } from "../ports/file-store.ts";

function store(disk: Disk): FileStore {
  return {
    put: (key, content) => (content instanceof Readable ? disk.putStream(key, content) : disk.put(key, content)),
    read: (key) => disk.getStream(key),
    remove: (key) => disk.delete(key),
  };
}

/** Files in a folder of this machine. */
export const diskFileStore = (folder: string): FileStore =>
  store(new Disk(new FSDriver({ location: folder, visibility: "private" })));

export interface S3Settings {
  S3_BUCKET?: string | undefined;
  S3_ENDPOINT?: string | undefined;
  S3_REGION: string;
  S3_ACCESS_KEY_ID?: string | undefined;
  S3_SECRET_ACCESS_KEY?: string | undefined;
}

/** Files in an S3-compatible bucket. */
export const s3FileStore = (env: S3Settings): FileStore =>
  store(
    new Disk(
      new S3Driver({
        bucket: env.S3_BUCKET ?? "",
        region: env.S3_REGION,
        credentials: { accessKeyId: env.S3_ACCESS_KEY_ID ?? "", secretAccessKey: env.S3_SECRET_ACCESS_KEY ?? "" },
        ...(env.S3_ENDPOINT ? { endpoint: env.S3_ENDPOINT, forcePathStyle: true } : {}),
        supportsACL: false,
        visibility: "private",
      }),
    ),
  );

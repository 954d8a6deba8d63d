import { Disk } from "flydrive";
import { S3Driver } from "flydrive/drivers/s3";
import type { FileStore } from "../ports/file-store.ts";
import { store } from "./file-store.disk.ts";

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

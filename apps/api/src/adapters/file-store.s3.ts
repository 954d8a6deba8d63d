import { S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
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
export function s3FileStore(env: S3Settings): FileStore {
  const bucket = env.S3_BUCKET ?? "";
  const client = new S3Client({
    region: env.S3_REGION,
    credentials: { accessKeyId: env.S3_ACCESS_KEY_ID ?? "", secretAccessKey: env.S3_SECRET_ACCESS_KEY ?? "" },
    ...(env.S3_ENDPOINT ? { endpoint: env.S3_ENDPOINT, forcePathStyle: true } : {}),
    // Many S3-compatible stores know nothing of the checksums that Amazon's has since 2024.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  return {
    ...store(new Disk(new S3Driver({ client, bucket, supportsACL: false, visibility: "private" }))),
    /** S3 wants to know a body's length beforehand: one that is still coming is sent in parts, 5 MB in memory at a time. */
    async put(key, content) {
      const upload = new Upload({ client, params: { Bucket: bucket, Key: key, Body: content }, queueSize: 1 });
      await upload.done();
    },
  };
}

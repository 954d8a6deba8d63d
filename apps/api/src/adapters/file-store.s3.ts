import type { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  NotFound,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import type { FileStore } from "../ports/file-store.ts";

export interface S3Settings {
  S3_BUCKET?: string | undefined;
  S3_ENDPOINT?: string | undefined;
  S3_REGION: string;
  S3_ACCESS_KEY_ID?: string | undefined;
  S3_SECRET_ACCESS_KEY?: string | undefined;
}

/** Files in an S3-compatible bucket, which is the application's alone. */
export function s3FileStore(env: S3Settings): FileStore {
  const Bucket = env.S3_BUCKET ?? "";
  const client = new S3Client({
    region: env.S3_REGION,
    credentials: { accessKeyId: env.S3_ACCESS_KEY_ID ?? "", secretAccessKey: env.S3_SECRET_ACCESS_KEY ?? "" },
    ...(env.S3_ENDPOINT ? { endpoint: env.S3_ENDPOINT, forcePathStyle: true } : {}),
    // Many S3-compatible stores know nothing of the checksums that Amazon's has since 2024.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  return {
    /** S3 wants to know a body's length beforehand: one that is still coming is sent in parts, 5 MB in memory at a time. */
    async put(Key, Body) {
      await new Upload({ client, params: { Bucket, Key, Body }, queueSize: 1 }).done();
    },
    async sizeOf(Key) {
      const head = await client.send(new HeadObjectCommand({ Bucket, Key })).catch((error: unknown) => {
        if (error instanceof NotFound) return null;
        throw error;
      });
      return head && (head.ContentLength ?? 0);
    },
    async read(Key) {
      return (await client.send(new GetObjectCommand({ Bucket, Key }))).Body as Readable;
    },
    async remove(Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    async *list() {
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket }))
        for (const { Key, Size, LastModified } of Contents)
          if (Key && LastModified) yield { key: Key, size: Size ?? 0, at: LastModified };
    },
    async forgetUnfinished(before) {
      // A thousand at a time: those that are left go the next day.
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
      const old = Uploads.filter(({ Initiated }) => Initiated !== undefined && Initiated < before);
      for (const { Key, UploadId } of old)
        await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
      return old.length;
    },
  };
}

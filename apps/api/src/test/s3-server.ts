import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** What an S3-compatible store does of PUT, GET, HEAD, DELETE, listings and multipart uploads, in memory, as strict about lengths as they are. */
export async function s3Server(bucket: string) {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  const calls: string[] = [];
  const failing = new Set<string>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", "http://s3");
    const key = decodeURIComponent(url.pathname).replace(`/${bucket}/`, "");
    const [uploadId, part] = [url.searchParams.get("uploadId"), url.searchParams.get("partNumber")];
    const call = `${request.method}${url.searchParams.has("uploads") ? " start" : part ? ` part ${part}` : uploadId ? " upload" : ""}`;
    calls.push(call);
    const error = (status: number, code: string) =>
      response
        .writeHead(status, { "content-type": "application/xml" })
        .end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
    const xml = (body: string) => response.writeHead(200, { "content-type": "application/xml" }).end(body);
    const content = await buffer(request);
    if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) return void error(403, "AccessDenied");
    if (!`${url.pathname}/`.startsWith(`/${bucket}/`)) return void error(404, "NoSuchBucket");
    if (failing.has(call)) return void error(400, "InvalidRequest");
    if (url.searchParams.get("list-type") === "2") {
      // Two at a time: whoever asks for all must go on.
      const from = Number(url.searchParams.get("continuation-token") ?? 0);
      const some = [...objects].slice(from, from + 2);
      const more = from + 2 < objects.size;
      const rows = some.map(
        ([name, { length }]) =>
          `<Contents><Key>${name}</Key><Size>${length}</Size><LastModified>${new Date().toISOString()}</LastModified></Contents>`,
      );
      xml(
        `<ListBucketResult><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : ""}${rows.join("")}</ListBucketResult>`,
      );
    } else if (call === "GET start") {
      const rows = [...uploads.keys()].map(
        (id) =>
          `<Upload><Key>of-${id}</Key><UploadId>${id}</UploadId><Initiated>2026-01-01T00:00:00Z</Initiated></Upload>`,
      );
      xml(`<ListMultipartUploadsResult>${rows.join("")}</ListMultipartUploadsResult>`);
    } else if (call === "POST start") {
      const id = String(uploads.size + 1);
      uploads.set(id, new Map());
      xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
    } else if (request.method === "PUT") {
      if (request.headers["content-length"] === undefined) return void error(411, "MissingContentLength");
      if (part) uploads.get(uploadId ?? "")?.set(Number(part), content);
      else objects.set(key, content);
      response.writeHead(200, { etag: `"${createHash("md5").update(content).digest("hex")}"` }).end();
    } else if (call === "POST upload") {
      const parts = [...(uploads.get(uploadId ?? "") ?? [])].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
      if (parts.slice(0, -1).some(({ length }) => length < 5 * 1024 * 1024)) return void error(400, "EntityTooSmall");
      objects.set(key, Buffer.concat(parts));
      uploads.delete(uploadId ?? "");
      xml(`<CompleteMultipartUploadResult><Key>${key}</Key><ETag>"x"</ETag></CompleteMultipartUploadResult>`);
    } else if (request.method === "DELETE") {
      if (uploadId) uploads.delete(uploadId);
      else objects.delete(key);
      response.writeHead(204).end();
    } else {
      const object = objects.get(key);
      if (!object) return void error(404, "NoSuchKey");
      response.writeHead(200, { "content-length": object.length }).end(request.method === "HEAD" ? undefined : object);
    }
  }
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const settings = {
    S3_BUCKET: bucket,
    S3_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    S3_REGION: "eu-west-3",
    S3_ACCESS_KEY_ID: "key",
    S3_SECRET_ACCESS_KEY: "secret",
  };
  return { settings, objects, uploads, calls, failing };
}

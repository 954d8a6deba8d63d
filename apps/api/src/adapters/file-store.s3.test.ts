import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { s3Server } from "../test/s3-server.ts";
import { s3FileStore } from "./file-store.s3.ts";

async function aStore() {
  const s3 = await s3Server("files");
  return { ...s3, store: s3FileStore(s3.settings) };
}

const mega = 1024 * 1024;
/** Bytes that come bit by bit, their number unknown beforehand, as an upload's. */
const coming = (size: number, failsAt = Number.POSITIVE_INFINITY) =>
  Readable.from(
    (function* () {
      for (let sent = 0; sent < size; sent += 64 * 1024) {
        if (sent >= failsAt) throw new Error("the browser went away");
        yield Buffer.alloc(Math.min(64 * 1024, size - sent), sent % 251);
      }
    })(),
    { objectMode: false },
  );

test("keeps what it is given, gives it back, and forgets it", async () => {
  const { store, objects } = await aStore();
  await store.put("a-key", Buffer.from("bonjour"));
  expect(await buffer(await store.read("a-key"))).toEqual(Buffer.from("bonjour"));
  await store.remove("a-key");
  expect(objects.size).toBe(0);
  await store.remove("a-key");
  await expect(store.read("a-key")).rejects.toThrow();
});

test.each([
  ["less than a part", 1000, ["PUT"]],
  ["three parts", 12 * mega, ["POST start", "PUT part 1", "PUT part 2", "PUT part 3", "POST upload"]],
])("keeps a stream of unknown length: %s", async (_, size, expected) => {
  const { store, calls, uploads } = await aStore();
  await store.put("a-key", coming(size));
  expect(calls).toEqual(expected);
  expect(uploads.size).toBe(0);
  expect((await buffer(await store.read("a-key"))).equals(await buffer(coming(size)))).toBe(true);
});

test("a stream that breaks off, or a part that is refused, leaves nothing in the bucket", async () => {
  const { store, objects, uploads, failing } = await aStore();
  await expect(store.put("a-key", coming(1000, 0))).rejects.toThrow("the browser went away");
  await expect(store.put("a-key", coming(12 * mega, 8 * mega))).rejects.toThrow("the browser went away");
  failing.add("PUT part 2");
  await expect(store.put("a-key", coming(12 * mega))).rejects.toThrow();
  expect([objects.size, uploads.size]).toEqual([0, 0]);
});

test("what a put that was killed left of its parts goes once it is old", async () => {
  const { store, uploads } = await aStore();
  uploads.set("killed", new Map([[1, Buffer.from("half")]]));
  expect(await store.forgetUnfinished(new Date("2025-12-31"))).toBe(0);
  expect(await store.forgetUnfinished(new Date("2026-01-02"))).toBe(1);
  expect(uploads.size).toBe(0);
});

test("a secret that the bucket refuses, or another bucket, is an error and no silence", async () => {
  const { settings } = await s3Server("files");
  const elsewhere = s3FileStore({ ...settings, S3_BUCKET: "others" });
  await expect(elsewhere.put("a-key", Buffer.from("x"))).rejects.toThrow("NoSuchBucket");
});
